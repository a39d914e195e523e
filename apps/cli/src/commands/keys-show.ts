/** `keyturn keys show`: one key, its public half, and the chain above it. */
import { iso } from '@keyturn/domain/units.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { credentialOf, keysOption, rootKeyFrom, rootKeyOption } from '../statements/key-folder.ts'
import { viewKey } from '../statements/key-view.ts'
import { bodyWords } from '../statements/words.ts'
import { outJson } from '../terminal.ts'

type Options = { readonly keys: string; readonly rootKey?: string; readonly json?: boolean }

export function keysShowCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'show', 'show a key: its public half, what it may, and the chain up to the root')
    .argument('<name>', 'as keyturn keys list names it')
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples(['keyturn keys show US-MA/orders-2026', 'what this key may sign, and until when']))
    .action(async (name: string, options: Options) => {
      const root = await rootKeyFrom(options, terminal)
      const view = await viewKey(name, { ...options, root, terminal })
      const credential = view.state === 'refused' ? null : await credentialOf(options.keys, name, terminal)
      const read = credential === null ? null : readStatementFile(credential.file)
      const chain = read?.kind === 'parsed' ? read.value.map(({ statement }) => statement) : []
      if (options.json === true) outJson(terminal, { ...view, chain })
      else {
        terminal.out(`${name}\n  public key  ${view.publicKey ?? 'none'}\n  ${view.words}\n`)
        for (const each of chain)
          terminal.out(
            `  ${each.issuer} → ${each.subject}: ${bodyWords(each)}, until ${iso(each.expiresAt)} [${each.id}]\n`,
          )
      }
      end(view.state === 'refused' ? EXIT.finding : EXIT.ok)
    })
}
