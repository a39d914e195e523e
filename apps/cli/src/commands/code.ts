/** `keyturn code`: telephone codes, made offline from what is in escrow. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { civilDateOf, parseCivilDate } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { type CivilDate, type DeviceId, isDeviceId } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { CODE_DAYS_MAX, type CodeGiver, makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { addToSecrets, deviceSecret, newMaster, takeCounter } from '../statements/code-master.ts'
import { newPassphraseOption, type PassphraseOptions, passphraseOption } from '../statements/passphrase.ts'

const GIVERS = ['authority', 'vendor'] as const
const byOption = (): Option => new Option('--by <giver>', 'who gives it').choices(GIVERS).makeOptionMandatory()

export function codeCommand(parent: Command, frame: Frame): void {
  const code = commandUnder(parent, 'code', 'make the twelve digits that are read out over the telephone')
  for (const add of [codeMakeCommand, codeEscrowCommand, codeMasterCommand]) add(code, frame)
}

type Master = PassphraseOptions & { readonly by: CodeGiver; readonly out: string }

function codeMasterCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'master', 'make the master secret of a giver, sealed; every device’s secret follows from it')
    .requiredOption('--out <file>', 'where the sealed master goes; keep it offline')
    .addOption(byOption())
    .addOption(newPassphraseOption())
    .addHelpText('after', examples(['keyturn code master --by authority --out master.secret', 'once, with two copies']))
    .action(async (options: Master) => {
      await newMaster(options.out, options.by, { options, terminal })
      terminal.out(`${options.out}  sealed master of ${options.by}\n`)
      end(EXIT.ok)
    })
}

type Escrow = PassphraseOptions & { readonly by: CodeGiver; readonly master: string; readonly out: string }

function codeEscrowCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'escrow', 'add a giver’s secret to the file that is put into a device when it is installed')
    .argument('<device>', 'device id')
    .requiredOption('--master <file>', 'the giver’s sealed master')
    .requiredOption('--out <file>', 'the device’s file of secrets; the other giver’s stays in it')
    .addOption(byOption())
    .addOption(passphraseOption())
    .addHelpText(
      'after',
      examples(
        [
          'keyturn code escrow KT-MA-0001 --by vendor --master master.secret --out secrets.json',
          'the vendor’s, then the authority’s into the same file',
        ],
        [
          'KEYTURN_CODE_SECRETS=secrets.json keyturn unit KT-MA-0001 --profile US-MA',
          'a device that understands codes',
        ],
      ),
    )
    .action(async (device: string, options: Escrow) => {
      const { master, by: giver, out } = options
      const secret = await deviceSecret(master, { device: deviceFrom(device), giver }, { options, terminal })
      const held = await addToSecrets(out, giver, secret)
      terminal.out(`${out}  holds the secrets of ${held.join(' and ')} for ${device}\n`)
      if (held.length < GIVERS.length) terminal.err('The other giver’s is still missing; a device wants both.\n')
      end(EXIT.ok)
    })
}

type Make = PassphraseOptions & {
  readonly by: CodeGiver
  readonly master: string
  readonly days?: number
  readonly override?: boolean
  readonly counter?: number
  readonly on?: CivilDate
}

function codeMakeCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'make', 'make a code for one device: days until the visit, or an override')
    .description(
      'Prints twelve digits, good on their UTC day and the next, once. The counter beside the master goes up with each; ' +
        'whether the law lets this giver give that much is told by keyturn rehearse.',
    )
    .argument('<device>', 'device id')
    .requiredOption('--master <file>', 'the giver’s sealed master')
    .addOption(byOption())
    .option('--days <n>', `days by which the visit’s date moves, 1 to ${CODE_DAYS_MAX}`, readCount)
    .option('--override', 'let a locked car start on passed tests')
    .option('--counter <n>', 'the counter, where another machine gave the last code', readCount)
    .option('--on <day>', 'for this day, as the device shows it; default: today in UTC', readDay)
    .addOption(passphraseOption())
    .addHelpText(
      'after',
      examples(
        ['keyturn code make KT-MA-0001 --by authority --master master.secret --days 7', 'the visit a week later'],
        ['keyturn code make KT-MA-0001 --by authority --master master.secret --override', 'drive to a center'],
      ),
    )
    .action(async (text: string, options: Make) => {
      const { by, master, days, override } = options
      if ((days === undefined) === (override !== true)) throw badInput('give either --days or --override.')
      const device = deviceFrom(text)
      const secret = await deviceSecret(master, { device, giver: by }, { options, terminal })
      const on = options.on ?? civilDateOf(terminal.now(), 'UTC')
      const counter = await takeCounter(master, device, options.counter)
      const code: KeypadCode =
        days === undefined ? { kind: 'override', by, counter } : { kind: 'extension', by, counter, days }
      const digits = runSync(makeCode({ secret, device, code, on }), nodeCrypto)
      terminal.out(`${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}\n`)
      terminal.err(`For ${device}, code ${counter} of the ${by}, good on ${on} and the next day (UTC).\n`)
      end(EXIT.ok)
    })
}

function deviceFrom(text: string): DeviceId {
  if (!isDeviceId(text)) throw badInput(`${text} is no device id: 3 to 40 letters, digits and inner hyphens.`)
  return text
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('A whole number from 1 on.')
}

function readDay(text: string): CivilDate {
  const day = parseCivilDate(text)
  if (day === undefined) throw new InvalidArgumentError('A day is written 2026-03-20.')
  return day
}
