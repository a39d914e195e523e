/** `keyturn sign`: an act of authority as a statement file, on an offline machine. */
import { readStatement } from '@keyturn/evidence/statement/read-statement.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { chainOf } from '@keyturn/evidence/statement/write-statement.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { readText } from '../read-file.ts'
import { issue } from '../statements/issue.ts'
import { keysOption, rootKeyFrom, rootKeyOption, writeNew } from '../statements/key-folder.ts'
import { type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'
import { readTerms } from '../statements/terms.ts'
import { bodyWords } from '../statements/words.ts'

type Options = PassphraseOptions & {
  readonly keys: string
  readonly rootKey?: string
  readonly by: string
  readonly subject?: string
  readonly out?: string
}

export function signCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'sign', 'sign an order, override, outage or letter from a file of terms')
    .description(
      'Signs what a file of terms says, with a key from the folder, and writes the statement file that cars, benches, ' +
        'phones and servers take. What they would refuse is not written. The terms are YAML or JSON: kind, cites, lasts, ' +
        'and the fields of its kind in docs/formats/statement.md; a scope’s missing lists mean all.',
    )
    .argument('<terms>', 'file of terms; - reads standard input')
    .requiredOption('--by <name>', 'the key that signs, as keyturn keys list names it')
    .option('--subject <id>', 'whom it is about, where the terms do not say: a device or a case')
    .option('--out <file>', 'write it there; without it to standard output')
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .addOption(passphraseOption())
    .addHelpText(
      'after',
      examples(
        ['keyturn sign order.yaml --by US-MA/orders-2026 --out order.txt', 'a tolling order for every car in scope'],
        [
          'keyturn sign override.yaml --by US-MA/orders-2026 --subject KT-MA-0001 --out override.txt',
          'for one locked car; terms: {kind: override, cites: [WAC 204-50-092], why: No center is open}',
        ],
      ),
    )
    .action(async (source: string, options: Options) => {
      const terms = readTerms(await readText(source, terminal), source)
      const { keys, by, out } = options
      const subject = options.subject ?? terms.subject ?? ownSubject(terms.body, by)
      if (subject === undefined) throw badInput('whom is it about? Give --subject, or subject in the terms.')
      const { id, notBefore, cites, lasts } = terms
      const head = {
        subject,
        cites,
        lasts,
        ...(id === undefined ? {} : { id }),
        ...(notBefore === undefined ? {} : { notBefore }),
      }
      const issuer = { name: by, keys, root: await rootKeyFrom(options, terminal) }
      const file = await issue(issuer, terms.body, head, { options, terminal })
      if (out === undefined) terminal.out(file)
      else await writeNew(out, file, 'open')
      const last = readStatement(chainOf(file).at(-1) ?? '')
      if (last.kind === 'parsed')
        terminal.err(`${last.value.id}  ${bodyWords(last.value)}${out === undefined ? '' : `\nWritten to ${out}.`}\n`)
      end(EXIT.ok)
    })
}

/** Public statements are about the jurisdiction, which they name, or whose key signs. */
function ownSubject(body: StatementBody, by: string): string | undefined {
  if (body.kind === 'order' || body.kind === 'outage') return body.scope.jurisdiction
  return body.kind === 'index' || body.kind === 'revocations' ? by.split('/')[0] : undefined
}
