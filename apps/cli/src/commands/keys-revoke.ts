/** `keyturn keys revoke`: a list of what no longer counts, which repeats what the last one said. */
import { type Duration, days, type Instant } from '@keyturn/domain/units.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { EVERYWHERE } from '@keyturn/evidence/statement/who-may.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { readText } from '../read-file.ts'
import { readSpan } from '../statements/duration.ts'
import { issue } from '../statements/issue.ts'
import { keysOption, ROOT, rootKeyFrom, rootKeyOption, writeNew } from '../statements/key-folder.ts'
import { type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'
import { type GivenMoment, momentIn, readMoment } from './moments.ts'

type Options = PassphraseOptions & {
  readonly keys: string
  readonly rootKey?: string
  readonly by: string
  readonly why: string
  readonly from?: GivenMoment
  readonly after?: string
  readonly lasts: Duration
  readonly out: string
}

export function keysRevokeCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'revoke', 'withdraw keys by their names, or statements by their ids')
    .description(
      'Writes a list of what no longer counts. Of a jurisdiction’s lists the one with the highest number holds, so give ' +
        'the last one with --after: its entries are kept and its number goes up. The root withdraws in every ' +
        'jurisdiction, which is how a lost key of an authority ends.',
    )
    .argument('<names...>', 'names of keys (all below them ends too), or ids of statements')
    .requiredOption('--by <name>', 'the authority’s key that signs, or root')
    .requiredOption('--why <text>', 'in a sentence, for everybody')
    .requiredOption('--out <file>', 'where the statement file goes: publish it at every mirror')
    .option('--from <moment>', 'from when; what was done before still counts. Default: now', readMoment)
    .option('--after <file>', 'the last list of this jurisdiction, or of the root')
    .option('--lasts <span>', 'how long it may be handed on, up to 1,100 days', readSpan, days(730))
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .addOption(passphraseOption())
    .addHelpText(
      'after',
      examples(
        [
          'keyturn keys revoke tech-17 --by US-MA/office-2026 --why "Laptop stolen." --out revoked-1.txt',
          'the first list',
        ],
        [
          'keyturn keys revoke US-MA/orders-2026 --by root --why "Key lost." --after root-1.txt --out root-2.txt',
          'the next list of the root',
        ],
      ),
    )
    .action(async (names: readonly string[], options: Options) => {
      const { keys, by, why, from, after, lasts, out } = options
      const last = after === undefined ? null : lastList(await readText(after, terminal), after)
      const subject = by === ROOT ? EVERYWHERE : (by.split('/')[0] ?? by)
      if (last !== null && last.subject !== subject)
        throw badInput(`${after} is a list of ${last.subject}, not of ${subject}.`)
      const at = wholeSecond(from === undefined ? terminal.now() : momentIn(from, 'UTC'))
      const fresh = names.filter((id) => !last?.revoked.some((known) => known.id === id && known.at <= at))
      const revoked = [...(last?.revoked ?? []), ...fresh.map((id) => ({ id, at, why }))]
      const number = (last?.number ?? 0) + 1
      const issuer = { name: by, keys, root: await rootKeyFrom(options, terminal) }
      const body = { kind: 'revocations', number, revoked } as const
      await writeNew(out, await issue(issuer, body, { subject, lasts, cites: [] }, { options, terminal }), 'open')
      terminal.out(`${out}  list ${number} of ${subject}: ${revoked.length} withdrawn\n`)
      end(EXIT.ok)
    })
}

function lastList(file: string, name: string): StatementOf<'revocations'> {
  const read = readStatementFile(file)
  if (read.kind === 'malformed') throw badInput(`${name}: ${read.where} ${read.what}.`)
  const last = (read.value.at(-1) ?? read.value[0]).statement
  if (last.kind !== 'revocations')
    throw badInput(`${name} is a statement of kind ${last.kind}, no list of revocations.`)
  return last
}

// Statements count whole seconds.
const wholeSecond = (at: Instant): Instant => (Math.floor(at / 1_000) * 1_000) as Instant
