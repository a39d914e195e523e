/** `keyturn keys root`, `authority`, `new`: keys of the authority, and a key that somebody else signs for. */

import type { Duration } from '@keyturn/domain/units.ts'
import { days } from '@keyturn/domain/units.ts'
import type { AuthorityMay } from '@keyturn/evidence/statement/statement.ts'
import { type Command, Option } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { readSpan } from '../statements/duration.ts'
import { giveKey, makeKey } from '../statements/give-key.ts'
import { fileOf, keysOption, ROOT, rootKeyFrom, writeRootPublic } from '../statements/key-folder.ts'
import { newPassphraseOption, type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'

type Keys = PassphraseOptions & { readonly keys: string }

export function keysRootCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'root', 'make the root of an authority: the one key that devices pin')
    .description(
      'Makes the root key, sealed with a passphrase, and root.pub, its public half, which every device pins. Do it once, ' +
        'on a machine that is never on a network, with witnesses; the root never goes on a server.',
    )
    .addOption(keysOption())
    .addOption(newPassphraseOption())
    .addHelpText('after', examples(['keyturn keys root --keys /media/usb/keys', 'the passphrase is asked, twice']))
    .action(async (options: Keys) => {
      const publicKey = await makeKey(ROOT, { keys: options.keys, options, terminal })
      await writeRootPublic(options.keys, publicKey)
      terminal.out(`${fileOf(options.keys, ROOT, 'key')}  sealed root; copy it twice, keep the copies apart\n`)
      terminal.out(`${publicKey}  public key: give it to servers as KEYTURN_ROOT_KEY and to devices\n`)
      end(EXIT.ok)
    })
}

export function keysNewCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'new', 'make a key of your own and print its public half, for somebody else to sign')
    .argument('<name>', 'your id: the vendor’s, the technician’s, or US-MA/NAME')
    .addOption(keysOption())
    .addOption(newPassphraseOption())
    .addHelpText(
      'after',
      examples(['keyturn keys new northgate', 'a vendor sends the printed key to the authority, and nothing else']),
    )
    .action(async (name: string, options: Keys) => {
      terminal.out(`${await makeKey(name, { keys: options.keys, options, terminal })}\n`)
      end(EXIT.ok)
    })
}

type Authority = Keys & {
  readonly may: readonly AuthorityMay[]
  readonly lasts: Duration
  readonly publicKey?: string
}

const MAY = ['vendors', 'orders', 'overrides', 'rescues', 'revocations', 'letters', 'publish'] as const

export function keysAuthorityCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'authority', 'give a jurisdiction’s authority a key, signed by the root')
    .argument('<name>', 'jurisdiction and a name of the key: US-MA/orders-2026')
    .addOption(new Option('--may <what...>', 'what it may sign').choices(MAY).makeOptionMandatory())
    .option('--lasts <span>', 'how long, up to 1,100 days', readSpan, days(730))
    .addOption(publicKeyOption())
    .addOption(keysOption())
    .addOption(passphraseOption())
    .addOption(newPassphraseOption())
    .addHelpText(
      'after',
      examples(
        ['keyturn keys authority US-MA/orders-2026 --may orders overrides rescues', 'a key for the officer on duty'],
        [
          'keyturn keys authority US-MA/office-2026 --may vendors letters publish revocations',
          'and one for the office',
        ],
      ),
    )
    .action(async (name: string, options: Authority) => {
      const [jurisdiction = '', ...rest] = name.split('/')
      if (rest.length !== 1)
        throw badInput(`${name} is no name of an authority’s key; it looks like US-MA/orders-2026.`)
      const { keys, may, lasts, publicKey } = options
      await giveKey(
        { name: ROOT, keys, root: await rootKeyFrom({ keys }, terminal) },
        {
          name,
          publicKey,
          body: (key) => ({ kind: 'authority-key', key, jurisdiction, may }),
          terms: { lasts, cites: [] },
        },
        { keys, options, terminal },
      )
      end(EXIT.ok)
    })
}

export const publicKeyOption = (): Option =>
  new Option('--public-key <key>', 'the holder’s own public key, from keyturn keys new; without it a key is made here')
