/** `keyturn keys rescue`: another vendor's centers may serve the devices of a vendor that is gone. */
import { type Duration, days } from '@keyturn/domain/units.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { readSpan } from '../statements/duration.ts'
import { issue } from '../statements/issue.ts'
import { credentialOf, keysOption, namesIn, rootKeyFrom, rootKeyOption, writeNew } from '../statements/key-folder.ts'
import { type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'

type Options = PassphraseOptions & {
  readonly keys: string
  readonly rootKey?: string
  readonly by: string
  readonly serves: string
  readonly servesGroup: string
  readonly centers?: readonly string[]
  readonly lasts: Duration
  readonly cites: readonly string[]
  readonly out: string
}

export function keysRescueCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'rescue', 'let another vendor’s centers serve the devices of a vendor that is gone')
    .argument('<vendor>', 'the vendor that comes to the rescue; of another owner than the one that is gone')
    .requiredOption('--by <name>', 'the authority’s key that signs: US-MA/orders-2026')
    .requiredOption('--serves <vendor>', 'the vendor that is gone')
    .requiredOption('--serves-group <group>', 'who owns that one')
    .requiredOption('--cites <law...>', 'the law that the authority acts by')
    .requiredOption('--out <file>', 'where the statement file goes: hand it to the centers')
    .option('--centers <center...>', 'only these centers')
    .option('--lasts <span>', 'how long, up to 90 days', readSpan, days(30))
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .addOption(passphraseOption())
    .addHelpText(
      'after',
      examples([
        'keyturn keys rescue kestrel --by US-MA/orders-2026 --serves northgate --serves-group mindful --cites "540 CMR 25.06(3)" --out rescue.txt',
        'every center of kestrel',
      ]),
    )
    .action(async (vendor: string, options: Options) => {
      const { keys, by, serves, servesGroup, centers = null, lasts, cites, out } = options
      await demandAnotherOwner(vendor, options)
      const issuer = { name: by, keys, root: await rootKeyFrom(options, terminal) }
      const body = { kind: 'rescue', serves, servesGroup, centers } as const
      const file = await issue(issuer, body, { subject: vendor, lasts, cites }, { options, terminal })
      await writeNew(out, file, 'open')
      terminal.out(`${out}  ${vendor} may serve devices of ${serves}\n`)
      end(EXIT.ok)
    })

  /** Where the rescuing vendor's credential is at hand: devices would refuse a rescue within one owner. */
  async function demandAnotherOwner(vendor: string, { keys, serves, servesGroup }: Options): Promise<void> {
    if (!(await namesIn(keys)).includes(vendor)) return
    const credential = await credentialOf(keys, vendor, terminal)
    if (credential?.statement.kind === 'vendor' && credential.statement.group === servesGroup)
      throw badInput(`${vendor} and ${serves} have the same owner, ${servesGroup}: no device would accept that rescue.`)
  }
}
