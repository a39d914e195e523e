/** `keyturn migrate`: brings a database to the schema of this version. */
import { resolve } from 'node:path'
import { migrate } from '@keyturn/store/migrate.ts'
import { openDatabase, withoutPassword } from '@keyturn/store/open-database.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { outJson } from '../terminal.ts'
import { DEFAULT_DATA, dataOption } from './data-option.ts'

type Options = { readonly data: string; readonly json?: boolean }

export function migrateCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'migrate', 'bring the database to the schema of this version')
    .description(
      'Applies the migrations that the database lacks, each in one transaction. Running it again changes nothing. With ' +
        'DATABASE_URL it works on that PostgreSQL (15 or newer), else on the embedded one in the data folder.',
    )
    .addOption(dataOption('where the embedded PostgreSQL is'))
    .option('--json', 'print the numbers of the applied migrations as JSON')
    .addHelpText(
      'after',
      examples(
        ['keyturn migrate', `the embedded PostgreSQL in ${DEFAULT_DATA}`],
        ['DATABASE_URL=postgres://keyturn@db/keyturn keyturn migrate', 'a PostgreSQL of your own'],
        [
          'KEYTURN_OWNER_DATABASE_URL=… DATABASE_URL=… keyturn migrate',
          'when the server’s own user may not change the schema',
        ],
      ),
    )
    .action(async ({ data, json }: Options) => {
      const { DATABASE_URL: databaseUrl, KEYTURN_OWNER_DATABASE_URL: ownerUrl } = terminal.env
      const database = await openDatabase({ dataDir: resolve(data), databaseUrl, ownerUrl })
      try {
        const applied = await migrate(database.ownerUrl)
        const where = database.embedded === undefined ? withoutPassword(database.ownerUrl) : resolve(data)
        if (json === true) outJson(terminal, { applied })
        else if (applied.length === 0) terminal.out(`The database of ${where} is up to date.\n`)
        else
          terminal.out(`Applied ${applied.length} migration(s) (${applied.join(', ')}) to the database of ${where}.\n`)
        end(EXIT.ok)
      } finally {
        await database.close()
      }
    })
}
