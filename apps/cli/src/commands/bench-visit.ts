/** `keyturn bench visit`: a whole visit without a hand at the page, for scripts. */
import { writeFile } from 'node:fs/promises'
import type { BenchClient, ToldVisit } from '@keyturn/bench/client.ts'
import { toTheEnd, type VisitPlan } from '@keyturn/bench/unattended.ts'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { wait } from '../clock.ts'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { readText } from '../read-file.ts'
import { type PassphraseOptions, passphraseFor, passphraseOption } from '../statements/passphrase.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { type AtBench, atBench, atOption, CAR } from './bench-at.ts'
import { benchOptions } from './bench-options.ts'

type Options = AtBench &
  PassphraseOptions & {
    readonly gasLot: string
    readonly reference: number
    readonly notes: string
    readonly kind?: 'scheduled' | 'lockout'
    readonly dueOn?: string
    readonly rescue?: string
    readonly gas?: boolean
    readonly certificate?: string
    readonly json?: boolean
  }

export function benchVisitCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'visit', 'make a whole visit of one car, or install its device')
    .description(
      'Makes a visit from the proof of the device to the signed certificate, without a server and without a question. ' +
        'A device that is not installed is installed. A visit of this car that a crash left open is gone on with.',
    )
    .addOption(atOption())
    .requiredOption('--gas-lot <lot>', 'lot number on the gas bottle')
    .requiredOption('--reference <mg>', 'value on the bottle in thousandths of g/210 L: 40 for 0.040', readReference)
    .option('--notes <text>', 'what the inspection saw', '')
    .addOption(
      new Option('--kind <kind>', 'kind of visit; by itself what the car needs').choices(['scheduled', 'lockout']),
    )
    .option('--due-on <date>', 'the next date, YYYY-MM-DD; by itself the latest that the law allows')
    .option('--rescue <file>', 'the authority’s rescue credential, for a device of another vendor')
    .option('--gas', 'let the gas of a virtual car in; at a real one a hand does it meanwhile')
    .option('--certificate <file>', 'write the signed certificate there, as a statement file')
    .option('--json', 'print the visit as JSON')
    .addOption(passphraseOption())
  benchOptions(command)
    .addHelpText(
      'after',
      examples([
        `keyturn bench visit --unit ${CAR} --gas-lot L-77 --reference 40 --gas --root-key "$ROOT"`,
        'a visit of a virtual car; the passphrase is asked',
      ]),
    )
    .action(async (options: Options) => {
      const passphrase = await passphraseFor('the technician’s key', options, terminal)
      const visit = await atBench(options, terminal, (bench) => made(bench, options, passphrase, terminal))
      if (visit.certificate !== null && options.certificate !== undefined)
        await writeFile(options.certificate, visit.certificate.file)
      if (options.json === true) outJson(terminal, visit)
      else terminal.out(`${visit.device}: ${visit.end?.words ?? 'not finished.'}\n${told(visit)}`)
      const well = visit.end?.how === 'completed' || visit.end?.how === 'installed'
      end(well ? EXIT.ok : EXIT.finding)
    })
}

async function made(bench: BenchClient, options: Options, passphrase: string, terminal: Terminal): Promise<ToldVisit> {
  await bench.unlock(passphrase)
  const unit = options.unit?.[0] ?? CAR
  const car = await bench.meet(unit)
  terminal.err(`${car.device} has proved itself. ${car.knownWords}\n`)
  const { dueOn = null } = options
  if (!car.installed) return bench.install(unit, dueOn ?? car.next?.latest ?? '')
  const { visits } = await bench.state()
  const open = visits.find(({ device, end }) => device === car.device && end === null)
  const rescue = options.rescue === undefined ? null : await readText(options.rescue, terminal)
  const visit = open === undefined ? await bench.begin(unit, rescue) : await bench.look(open.id)
  const { gasLot, reference, notes, kind = null, gas = false } = options
  const plan: VisitPlan = { gasLot, reference, notes, visit: kind, dueOn, gas }
  return toTheEnd(visit, { bench, plan, wait, onStep: (words) => terminal.err(`${words} …\n`) })
}

function told({ certificate, session, sent }: ToldVisit): string {
  const asFound = session?.asFound ?? null
  const lines = [
    ...(asFound === null ? [] : [`as found ${asFound.measured} of ${asFound.reference} mg/210 L`]),
    ...(certificate === null ? [] : [`certificate ${certificate.certificate}`]),
    ...sent.map(({ server, words }) => `${server}: ${words}`),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function readReference(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 999) return value
  throw new InvalidArgumentError('a bottle has a whole number from 1 to 999.')
}
