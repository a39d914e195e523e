/** `keyturn keys vendor`, `technician`: credentials below an authority’s key. */
import { type Duration, days } from '@keyturn/domain/units.ts'
import type { TechnicianMay, VendorMay } from '@keyturn/evidence/statement/statement.ts'
import { type Command, Option } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { readSpan } from '../statements/duration.ts'
import { type Given, giveKey } from '../statements/give-key.ts'
import { keysOption, rootKeyFrom, rootKeyOption } from '../statements/key-folder.ts'
import { newPassphraseOption, type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'
import type { Terminal } from '../terminal.ts'
import { publicKeyOption } from './keys-make.ts'

type Shared = PassphraseOptions & {
  readonly keys: string
  readonly rootKey?: string
  readonly by: string
  readonly lasts: Duration
  readonly publicKey?: string
}

type Vendor = Shared & { readonly name: string; readonly group: string; readonly may: readonly VendorMay[] }
const VENDOR_MAY = ['technicians', 'outages', 'orders', 'overrides', 'letters'] as const

export function keysVendorCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'vendor', 'give a vendor its credential, signed by the authority')
    .argument('<id>', 'the vendor’s id')
    .requiredOption('--by <name>', 'the authority’s key that signs: US-MA/office-2026')
    .requiredOption('--name <name>', 'the vendor’s name for people')
    .requiredOption('--group <group>', 'who owns it, so that "another vendor" means another owner')
    .addOption(new Option('--may <what...>', 'what it may sign').choices(VENDOR_MAY).makeOptionMandatory())
    .option('--lasts <span>', 'how long, up to 400 days', readSpan, days(365))
  shared(command)
    .addHelpText(
      'after',
      examples([
        'keyturn keys vendor northgate --by US-MA/office-2026 --name "Northgate Interlock" --group mindful --may technicians outages --public-key AbC…',
        'the vendor made its key itself',
      ]),
    )
    .action(async (id: string, options: Vendor) => {
      const { name, group, may } = options
      await give(id, options, (key) => ({ kind: 'vendor', key, name, group, may }), terminal)
      end(EXIT.ok)
    })
}

type Technician = Shared & { readonly center: string; readonly may: readonly TechnicianMay[] }
const TECHNICIAN_MAY = ['install', 'service', 'remove'] as const

export function keysTechnicianCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'technician', 'give a technician a credential, signed by the vendor')
    .argument('<id>', 'the technician’s id')
    .requiredOption('--by <vendor>', 'the vendor that signs')
    .requiredOption('--center <center>', 'the service center')
    .addOption(
      new Option('--may <what...>', 'what the technician may do').choices(TECHNICIAN_MAY).makeOptionMandatory(),
    )
    .option('--lasts <span>', 'how long, up to 90 days', readSpan, days(90))
  shared(command)
    .addHelpText(
      'after',
      examples([
        'keyturn keys technician tech-17 --by northgate --center northgate-worcester --may install service remove',
        'key and credential for the bench: copy both there',
      ]),
    )
    .action(async (id: string, options: Technician) => {
      const { center, may } = options
      await give(id, options, (key) => ({ kind: 'technician', key, center, may }), terminal)
      end(EXIT.ok)
    })
}

const shared = (command: Command): Command =>
  command
    .addOption(publicKeyOption())
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .addOption(passphraseOption())
    .addOption(newPassphraseOption())

async function give(id: string, options: Shared, body: Given['body'], terminal: Terminal): Promise<void> {
  const { keys, by, publicKey, lasts } = options
  const issuer = { name: by, keys, root: await rootKeyFrom(options, terminal) }
  await giveKey(issuer, { name: id, publicKey, body, terms: { lasts, cites: [] } }, { keys, options, terminal })
}
