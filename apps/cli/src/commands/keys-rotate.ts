/** `keyturn keys rotate`: the next key for the same holder, before the old one ends. */
import type { Duration } from '@keyturn/domain/units.ts'
import type { Statement, StatementBody } from '@keyturn/evidence/statement/statement.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { readSpan } from '../statements/duration.ts'
import { giveKey } from '../statements/give-key.ts'
import { credentialOf, keysOption, rootKeyFrom, rootKeyOption } from '../statements/key-folder.ts'
import { newPassphraseOption, type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'
import { publicKeyOption } from './keys-make.ts'

type Options = PassphraseOptions & {
  readonly keys: string
  readonly rootKey?: string
  readonly to?: string
  readonly lasts?: Duration
  readonly publicKey?: string
}

export function keysRotateCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'rotate', 'make the next key of a holder, with what the old one may')
    .description(
      'Makes the next key. An authority’s gets a name of its own (--to), and both count until the old one expires. A ' +
        'vendor’s or technician’s keeps its name; the old files are put aside, and the old key counts until its ' +
        'credential expires or is withdrawn by its id.',
    )
    .argument('<name>', 'as keyturn keys list names it')
    .option('--to <name>', 'name of an authority’s next key: US-MA/orders-2027')
    .option('--lasts <span>', 'how long; default: as long as the old one', readSpan)
    .addOption(publicKeyOption())
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .addOption(passphraseOption())
    .addOption(newPassphraseOption())
    .addHelpText(
      'after',
      examples(
        ['keyturn keys rotate US-MA/orders-2026 --to US-MA/orders-2027', 'signed by the root; both count for a while'],
        ['keyturn keys rotate tech-17', 'every 90 days, signed by the vendor'],
      ),
    )
    .action(async (name: string, options: Options) => {
      const { keys, publicKey } = options
      const old = (await credentialOf(keys, name, terminal))?.statement
      if (old === undefined) throw badInput('the root is not rotated: devices pin it. Make a new root and new devices.')
      const next = old.kind === 'authority-key' ? nextName(name, options.to) : name
      const root = await rootKeyFrom(options, terminal)
      // The span of a credential that was read is a span.
      const lasts = options.lasts ?? ((old.expiresAt - Math.min(old.issuedAt, old.notBefore)) as Duration)
      await giveKey(
        { name: old.issuer, keys, root },
        {
          name: next,
          publicKey,
          body: (key) => nextBody(old, key),
          terms: { lasts, cites: old.cites },
          ...(next === name ? { replaces: old.id } : {}),
        },
        { keys, options, terminal },
      )
      terminal.out(`The old one still counts. To end it: keyturn keys revoke ${next === name ? old.id : name} --by …\n`)
      end(EXIT.ok)
    })
}

function nextName(name: string, to: string | undefined): string {
  if (to === undefined || to === name)
    throw badInput(`the next key of an authority has another name: --to ${name.split('/')[0]}/NAME.`)
  return to
}

function nextBody(old: Statement, key: string): StatementBody {
  switch (old.kind) {
    case 'authority-key':
      return { kind: old.kind, key, jurisdiction: old.jurisdiction, may: old.may }
    case 'vendor':
      return { kind: old.kind, key, name: old.name, group: old.group, may: old.may }
    case 'technician':
      return { kind: old.kind, key, center: old.center, may: old.may }
    default:
      throw badInput(`${old.id} is no credential of a key.`)
  }
}
