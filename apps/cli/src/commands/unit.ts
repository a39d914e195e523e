/** `keyturn unit`: one device in one virtual car, as a process. */
import { join } from 'node:path'
import { BadOptions, optionsFromEnvironment } from '@keyturn/unit/options.ts'
import { startUnit } from '@keyturn/unit/unit.ts'
import type { Command } from 'commander'
import { destination, pino } from 'pino'
import { commandUnder, examples, type Frame } from '../command.ts'
import { serveUntilStopped, tell } from '../demo/supervision.ts'
import { badInput, EXIT, environment } from '../exit.ts'
import { portalFolder } from '../repository.ts'
import type { Terminal } from '../terminal.ts'
import { DEFAULT_DATA } from './data-option.ts'
import { readPort } from './server-options.ts'

type Options = {
  readonly profile: string
  readonly data?: string
  readonly copy?: string
  readonly port?: number
  readonly server?: readonly string[]
  readonly serverKey?: readonly string[]
  readonly rootKey?: string
  readonly vendor?: string
  readonly model?: string
  readonly region?: string
  readonly mirror?: readonly string[]
  readonly codeSecrets?: string
  readonly demo?: boolean
  readonly retry?: number
}

export function unitCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'unit', 'run one device in one virtual car')
    .description(
      'Runs a device as a process of its own: controller, recorder on disk, virtual car and breath head, local link, ' +
        'and upload to servers. It decides alone: without any server the car works all the same. Its page is on its own port.',
    )
    .argument('<device>', 'device id, such as KT-MA-0001')
    .requiredOption('--profile <id>', 'jurisdiction, such as US-MA, or one version of it: US-MA@2026-11-01')
    .option('-d, --data <folder>', `log, second copy and device key (default: ${DEFAULT_DATA}/units/DEVICE)`)
    .option('--copy <folder>', 'put the log’s second copy there instead')
    .option('-p, --port <port>', 'port of the local link; 0 takes a free one (default: 0)', readPort)
    .option('-s, --server <url...>', 'upload to these servers, tried in this order')
    .option('--server-key <key...>', 'key lines of servers whose receipts count')
    .option('--root-key <key>', 'the authority’s root key, against which technicians and orders are verified')
    .option('--vendor <vendor>', 'whose device it is; orders and rescues name vendors')
    .option('--model <model>', 'of which model')
    .option('--region <region>', 'in which part of the jurisdiction')
    .option('--mirror <url...>', 'read an authority’s orders from these mirrors')
    .option('--code-secrets <file>', 'the device’s two secrets for telephone codes (keyturn code escrow)')
    .option('--demo', 'let time be moved and a made-up technician visit')
    .addHelpText(
      'after',
      examples(
        ['keyturn unit KT-MA-0001 --profile US-MA --demo', 'a car of your own, without any server'],
        [
          'keyturn unit KT-ME-0002 --profile US-ME --server http://localhost:4600 --server-key "$KEY"',
          'one that uploads; enroll it first (keyturn enroll --help)',
        ],
      ),
    )
    .action(async (device: string, options: Options) => {
      await serveUntilStopped(
        terminal,
        () => start(device, options, terminal),
        (url) => terminal.out(`${device} is on, its page and link are at ${url}\n`),
      )
      end(EXIT.ok)
    })
}

async function start(device: string, options: Options, terminal: Terminal) {
  const { env } = terminal
  const settings = settingsOf(device, options, env)
  const log = pino({ level: settings.logLevel }, destination({ dest: 2, sync: true }))
  try {
    const unit = await startUnit(
      { ...settings, demoJson: env['KEYTURN_DEMO_JSON'] },
      { log, onClockOffset: (clockOffsetMs) => tell(terminal, { clockOffsetMs }) },
    )
    return { url: unit.url, close: unit.close, setOffset: unit.setClockOffset }
  } catch (error) {
    throw error instanceof BadOptions ? environment(`${error.message}.`, error) : error
  }
}

function settingsOf(device: string, options: Options, env: Terminal['env']) {
  const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
  try {
    return optionsFromEnvironment({
      ...env,
      KEYTURN_DEVICE: device,
      KEYTURN_PROFILE: options.profile,
      KEYTURN_DATA: options.data ?? join(DEFAULT_DATA, 'units', device),
      KEYTURN_PORTAL: env['KEYTURN_PORTAL'] ?? portalFolder(),
      ...given('KEYTURN_COPY', options.copy),
      ...given('KEYTURN_PORT', options.port?.toString()),
      ...given('KEYTURN_ENDPOINTS', options.server?.join(' ')),
      ...given('KEYTURN_RECEIPT_KEYS', options.serverKey?.join(' ')),
      ...given('KEYTURN_ROOT_KEY', options.rootKey),
      ...given('KEYTURN_VENDOR', options.vendor),
      ...given('KEYTURN_MODEL', options.model),
      ...given('KEYTURN_REGION', options.region),
      ...given('KEYTURN_MIRRORS', options.mirror?.join(' ')),
      ...given('KEYTURN_CODE_SECRETS', options.codeSecrets),
      ...given('KEYTURN_DEMO', options.demo === true ? '1' : undefined),
    })
  } catch (error) {
    throw error instanceof BadOptions ? badInput(`${error.message}.`, error) : error
  }
}
