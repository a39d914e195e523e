/** `keyturn verify`: does this log, or this signed note, hold? */
import { client } from '@keyturn/contract/client.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { getKeys } from '@keyturn/contract/endpoints/tree.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { explainFault } from '@keyturn/evidence/fault.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { type NoteKey, parseNote, verifyNote } from '@keyturn/evidence/note.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { type LogVerdict, verifyLog } from '@keyturn/evidence/verify.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT, type ExitCode } from '../exit.ts'
import { keyFrom } from '../keys.ts'
import { oneLine } from '../legible.ts'
import { readLog, recordsOf } from '../log-source.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { readMoment } from './moments.ts'
import { serverOption, tokenOption } from './server-options.ts'
import { STATEMENT_START, type StatementOptions, verifyStatement } from './verify-statement.ts'

type Options = StatementOptions & {
  readonly server?: string
  readonly token?: string
  readonly part?: boolean
  readonly open?: boolean
}

export function verifyCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'verify', 'check a log, a signed note or a signed statement against the key of who wrote it')
    .description(
      'Checks that a log is whole and unchanged and signed by its device, or that a receipt or checkpoint is signed by ' +
        'its server, or that a statement holds now by the root of its authority. Works offline with --key. A fault is ' +
        'named by line, segment and record.',
    )
    .argument('<file>', 'log file, unit data folder, receipt, checkpoint or statement file; - reads standard input')
    .option(
      '-k, --key <key>',
      'key line name+id+base64, or a file with one or with a PEM; of a statement: the root’s public key, or root.pub',
    )
    .addOption(serverOption('ask this server for the key of the device'))
    .addOption(tokenOption())
    .option('--part', 'accept a log that does not begin with segment 1')
    .option('--open', 'accept an open segment at the end, as a car has it, and say how much nobody vouches for')
    .option('--revocations <file...>', 'statements: these lists of what was withdrawn are known')
    .option('--at <moment>', 'statements: whether it held then; default: now', readMoment)
    .option('--json', 'print the verdict as JSON')
    .addHelpText(
      'after',
      examples(
        [
          'keyturn verify car.log --key keyturn.org/device/KT-MA-0001+9a0f…+AbCd…',
          'with the key as the vendor gave it',
        ],
        ['keyturn verify car.log --key device.pem', 'with the public key as openssl writes it'],
        ['keyturn verify car.log --server http://localhost:4600', 'with the key under which the device is enrolled'],
        ['keyturn verify order.txt --key root.pub', 'what an order says, who signed it, whether it holds now'],
        ['curl -s http://localhost:4602/link/log | keyturn verify - --key device.pem --open', 'straight from the car'],
      ),
    )
    .action(async (file: string, options: Options) => end(await verify(file, options, terminal)))
}

const NOTE_START = 'keyturn.org/'

async function verify(file: string, options: Options, terminal: Terminal): Promise<ExitCode> {
  const bytes = await readLog(file, terminal)
  if (new TextDecoder().decode(bytes.subarray(0, STATEMENT_START.length)) === STATEMENT_START)
    return verifyStatement(bytes, file, options, terminal)
  if (new TextDecoder().decode(bytes.subarray(0, NOTE_START.length)) === NOTE_START) {
    return verifySignedNote(bytes, file, options, terminal)
  }
  const { header } = recordsOf(bytes, file)
  const key = await keyFor(deviceOrigin(header.device), options, terminal, async (server) => {
    const answer = await server(getDevice, { params: { deviceId: header.device } })
    if (!answer.ok) throw badInput(`the server does not give the key of ${header.device}: ${answer.problem.detail}`)
    return answer.value.verifierKey
  })
  const verdict = runSync(
    verifyLog(bytes, key, {
      from: options.part === true ? 'anywhere' : GENESIS,
      openEnd: options.open === true ? 'report' : 'refuse',
    }),
    nodeCrypto,
  )
  if (options.json === true) outJson(terminal, logJson(header.device, key, verdict))
  else terminal.out(`${logWords(header.device, verdict).join('\n')}\n`)
  return verdict.kind === 'verified' ? EXIT.ok : EXIT.finding
}

type Ask = (server: ReturnType<typeof client>) => Promise<string>

async function keyFor(origin: string, options: Options, terminal: Terminal, ask: Ask): Promise<NoteKey> {
  if (options.key !== undefined) return keyFrom(options.key, origin, terminal)
  if (options.server !== undefined) {
    return keyFrom(await ask(client({ baseUrl: options.server, token: options.token })), origin, terminal)
  }
  throw badInput(
    `whose key? A signature proves nothing without one. Give --key, or --server to ask for that of ${origin}.`,
  )
}

function logWords(device: string, verdict: LogVerdict): readonly string[] {
  if (verdict.kind === 'refused') {
    const { lastSeq, lastSegment } = verdict.upTo
    const held =
      lastSeq === 0 ? 'Nothing before it holds either.' : `Records up to ${lastSeq} (segment ${lastSegment}) hold.`
    return [`REFUSED  ${device}: ${oneLine(explainFault(verdict.fault))} [${verdict.fault.code}]`, `         ${held}`]
  }
  const { head, firstSeq, records, anomalies, unsigned, segments } = verdict
  const range = records === 0 ? 'no record yet' : `records ${firstSeq} to ${head.lastSeq}`
  return [
    `VERIFIED ${device}: ${range} in ${segments.length} segment${segments.length === 1 ? '' : 's'}, signed by its key`,
    `         last segment ${head.lastSegment}, SHA-256 ${head.digest}`,
    ...anomalies.map(
      ({ line, seq, what }) => `ODD      line ${line}, record ${seq}: ${oneLine(what)} (signed as it is)`,
    ),
    ...(unsigned === null
      ? []
      : [`OPEN     ${unsigned.records} record(s) from ${unsigned.from} on: nobody vouches for them yet`]),
  ]
}

/** The verdict without the bytes of the segments. */
function logJson(device: string, key: NoteKey, verdict: LogVerdict): unknown {
  const about = { file: 'log', device, key: `${key.name}+${key.id}` }
  if (verdict.kind === 'refused') return { verdict: 'refused', ...about, fault: verdict.fault, upTo: verdict.upTo }
  const { firstSeq, head, records, anomalies, unsigned, segments } = verdict
  return { verdict: 'verified', ...about, firstSeq, records, segments: segments.length, head, anomalies, unsigned }
}

async function verifySignedNote(
  bytes: Uint8Array,
  file: string,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  const note = parseNote(bytes)
  if (note.kind === 'malformed') throw badInput(`${file} is not a signed note: the ${note.where} ${note.what}.`)
  const lines = note.value.text.trimEnd().split('\n')
  const [origin = ''] = lines
  const key = await keyFor(origin, options, terminal, async (server) => {
    const answer = await server(getKeys, { params: {} })
    if (!answer.ok) throw badInput(`the server does not give its keys: ${answer.problem.detail}`)
    return origin.includes('/receipt/') ? answer.value.receiptKey : answer.value.treeKey
  })
  const verdict = runSync(verifyNote(note.value, key), nodeCrypto)
  if (options.json === true) outJson(terminal, { verdict, file: 'note', origin, key: `${key.name}+${key.id}`, lines })
  else if (verdict === 'verified')
    terminal.out(
      `VERIFIED ${origin}\n${lines
        .slice(1)
        .map((line) => `         ${line}\n`)
        .join('')}`,
    )
  else {
    const why =
      verdict === 'unknown-key' ? `no signature by ${key.name} (key ${key.id}) on it` : 'the signature does not hold'
    terminal.out(`REFUSED  ${origin}: ${why} [${verdict}]\n`)
  }
  return verdict === 'verified' ? EXIT.ok : EXIT.finding
}
