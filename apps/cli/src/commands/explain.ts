/** `keyturn explain`: what the law says about a case, why, and what to do next. */
import { assess } from '@keyturn/cases/assess.ts'
import { explain as explanationOf } from '@keyturn/cases/explain.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { timeline } from '@keyturn/cases/timeline.ts'
import { type Client, client } from '@keyturn/contract/client.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { listDevices } from '@keyturn/contract/endpoints/devices.ts'
import { type DeviceStatus, deviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { explainFault } from '@keyturn/evidence/fault.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT, type ExitCode, Refusal } from '../exit.ts'
import { keyFrom } from '../keys.ts'
import { oneLine } from '../legible.ts'
import { readLog, recordsOf } from '../log-source.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { fromCase, fromCaseFile } from './explain-case.ts'
import { type GivenMoment, momentIn, readMoment } from './moments.ts'
import { DEFAULT_SERVER, serverOption, tokenOption } from './server-options.ts'

type Options = {
  readonly log?: string
  readonly file?: string
  readonly key?: string
  readonly server: string
  readonly token?: string
  readonly at?: GivenMoment
  readonly knownAt?: GivenMoment
  readonly timeline?: boolean
  readonly json?: boolean
}

export function explainCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'explain', 'say what the law says about a case, why, and what to do next')
    .description(
      'Tells where a case stands as of any day: stage, term, what has to be there, findings with the law quoted and ' +
        'the facts, dates, next steps. Asks a server; or tells a case file (--file) or the log of one device (--log) ' +
        'without any: the answer is the same, because the same rules judge the same facts.',
    )
    .argument('[case]', 'case id or device id; not needed with --log, nor with a file of one case')
    .option(
      '-f, --file <file>',
      'tell a case of this case file (docs/formats/case-scenario.md), or - for standard input',
    )
    .option('-l, --log <file>', 'judge this log instead: a file, a unit data folder, or - for standard input')
    .option('-k, --key <key>', 'with --log: verify it first against this key line or PEM file')
    .addOption(serverOption('server to ask').default(DEFAULT_SERVER))
    .addOption(tokenOption())
    .option('--at <day>', 'as of the end of that day there, or of a moment such as 2026-03-20T12:30Z', readMoment)
    .option('--known-at <day>', 'from what was known then; without it, from everything known today', readMoment)
    .option('--timeline', 'tell every record in words too')
    .option('--json', 'print the assessment as JSON (docs/formats/status.md)')
    .addHelpText(
      'after',
      examples(
        ['keyturn explain MA-2026-0117 --at 2026-11-20', 'a case as of that day, from the running demo'],
        ['keyturn explain KT-MA-0001 --at 2026-11-20T12:00Z --timeline', 'what one device’s log says, in order'],
        ['keyturn explain --file conformance/cases/us-ma/from-approval-to-removal.yaml --at 2021-02-16', 'offline'],
        ['keyturn explain --log car.log --key device.pem', 'offline, from nothing but the log'],
      ),
    )
    .action(async (name: string | undefined, options: Options) => end(await explainFrom(name, options, terminal)))
}

function explainFrom(name: string | undefined, options: Options, terminal: Terminal): Promise<ExitCode> {
  const { log, file } = options
  if (file !== undefined && log !== undefined) throw badInput('--file and --log are two things: give one of them.')
  if (file !== undefined) return fromCaseFile(file, name, options, terminal)
  return log === undefined ? fromServer(name, options, terminal) : fromLog(log, options, terminal)
}

async function fromLog(file: string, options: Options, terminal: Terminal): Promise<ExitCode> {
  const bytes = await readLog(file, terminal)
  const { header, records, anomalies } = recordsOf(bytes, file)
  if (options.key === undefined)
    terminal.err('Not verified: no --key was given. The answer is only as good as the file.\n')
  else {
    const key = await keyFrom(options.key, deviceOrigin(header.device), terminal)
    const verdict = runSync(verifyLog(bytes, key, { from: 'anywhere', openEnd: 'report' }), nodeCrypto)
    if (verdict.kind === 'refused') {
      throw new Refusal(
        EXIT.finding,
        `${file} does not verify, and is not judged: ${oneLine(explainFault(verdict.fault))}.`,
      )
    }
  }
  const [jurisdiction = ''] = header.profile.split('@')
  const versions = profiles.filter(({ id }) => id === jurisdiction)
  if (versions.length === 0) {
    const known = profiles.map(({ id }) => id).join(', ')
    throw badInput(
      `${file} was written under ${oneLine(header.profile)}, and no such profile is known here (known: ${known}).`,
    )
  }
  const assessment = assess(versions, recordFacts(header.device, records), momentOf(options, versions, terminal.now()))
  const story = timeline(records, assessment.timeZone)
  if (options.json === true) outJson(terminal, { device: header.device, assessment, timeline: story })
  else {
    terminal.out(
      `${header.device} under ${assessment.profile}, as of ${iso(assessment.asOf)}\n${explanationOf(assessment)}\n`,
    )
    if (options.timeline === true) terminal.out(`\n${storyLines(story)}`)
  }
  if (anomalies.length > 0) terminal.err(`${anomalies.length} line(s) of the log are no records and were not judged.\n`)
  return EXIT.ok
}

const momentOf = ({ at }: Options, [profile]: readonly Profile[], now: Instant): Instant =>
  at === undefined ? now : momentIn(at, profile?.timeZone ?? 'UTC')

async function fromServer(name: string | undefined, options: Options, terminal: Terminal): Promise<ExitCode> {
  if (name === undefined) throw badInput('which case? Give a case or device id, or --log FILE to judge a log.')
  const call = client({ baseUrl: options.server, token: options.token })
  const told = await fromCase(call, name, options, terminal)
  if (told !== undefined) return told
  if (options.knownAt !== undefined) {
    throw badInput(`--known-at is about a case, and ${options.server} shows none called ${name} to you (--token).`)
  }
  const statuses = await statusesOf(call, name, options)
  if (options.json === true) outJson(terminal, statuses.length === 1 ? statuses[0] : statuses)
  else {
    for (const { device, case: caseId, profile, asOf, explanation, timeline: story, integrity } of statuses) {
      terminal.out(`${caseId}, device ${device} under ${profile}, as of ${asOf}\n${explanation}\n`)
      for (const note of integrity) terminal.out(`  LOG      ${oneLine(note.words)}\n`)
      if (options.timeline === true) terminal.out(`\n${storyLines(story)}`)
    }
  }
  return EXIT.ok
}

/** By device id, or else every device of the case with that id. */
async function statusesOf(call: Client, name: string, options: Options): Promise<readonly DeviceStatus[]> {
  // A device is asked without its zone being known: a day is meant to its end in UTC.
  const query = options.at === undefined ? {} : { at: iso(momentIn(options.at, 'UTC')) }
  const answer = await call(deviceStatus, { params: { deviceId: name }, query })
  if (answer.ok) return [answer.value]
  if (answer.code !== 'unknown-device' && answer.code !== 'bad-request')
    throw refusedBy(options.server, answer.problem.detail)
  const devices = await devicesOfCase(call, name, options.server)
  if (devices.length === 0) {
    throw badInput(
      `${options.server} knows neither a device nor a case ${name}. Check the id; ${options.server} lists its cars.`,
    )
  }
  const found: DeviceStatus[] = []
  for (const deviceId of devices) {
    const one = await call(deviceStatus, { params: { deviceId }, query })
    if (!one.ok) throw refusedBy(options.server, one.problem.detail)
    found.push(one.value)
  }
  return found
}

const PAGE = 500

async function devicesOfCase(call: Client, name: string, server: string): Promise<readonly string[]> {
  const found: string[] = []
  for (let after: string | undefined; ; ) {
    const query = after === undefined ? { limit: PAGE } : { limit: PAGE, after }
    const answer = await call(listDevices, { params: {}, query })
    if (!answer.ok) throw refusedBy(server, answer.problem.detail)
    const { devices } = answer.value
    found.push(...devices.filter((device) => device.case === name).map(({ id }) => id))
    after = devices.at(-1)?.id
    if (devices.length < PAGE) return found
  }
}

const refusedBy = (server: string, detail: string): Refusal => new Refusal(EXIT.finding, `${server} refuses: ${detail}`)

type Told = { readonly seq: number; readonly when: string; readonly words: string }
const storyLines = (story: readonly Told[]): string =>
  story.map(({ seq, when, words }) => `${String(seq).padStart(5)}  ${when}  ${oneLine(words)}\n`).join('')
