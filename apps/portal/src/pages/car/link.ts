/** What this page asks of the car. The unit that serves the page answers; there is no server in between. */
import type { Line } from '@keyturn/evidence/read.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import { askJson } from '../../data/http.ts'
import { list, object, oneOf, text } from '../../data/read.ts'

export type Manner = 'good' | 'short' | 'hard' | 'soft' | 'inhale' | 'bag' | 'filter'
export type CarAct =
  | { readonly do: 'ignition'; readonly to: 'on' | 'off' | 'crank' }
  | { readonly do: 'stall' }
  | { readonly do: 'blow'; readonly brac: number; readonly how: Manner }
  | { readonly do: 'power'; readonly to: 'lost' | 'restored'; readonly manner?: 'unplugged' | 'flat-battery' }
  | { readonly do: 'battery'; readonly millivolts: number }
  | { readonly do: 'temperature'; readonly deciCelsius: number }
  | { readonly do: 'head'; readonly to: 'connected' | 'disconnected' }
  | { readonly do: 'tamper'; readonly sign: 'case-opened' | 'harness-cut' }
  | { readonly do: 'malfunction'; readonly code: string; readonly present: boolean }

const whom = 'the car'
const done = (): null => null

export const actOnCar = (act: CarAct): Promise<null> => askJson('/link/car', done, { whom, send: act })

export const advanceClock = (ms: number): Promise<null> =>
  askJson('/link/clock', done, { whom, send: { do: 'advance', ms } })

/** The demonstration's technician makes a whole signed visit. */
export const visitServiceCenter = (): Promise<null> => askJson('/link/service/demo', done, { whom, send: {} })

const answer = object({ outcome: oneOf('accepted', 'refused'), words: text, recorded: list(text) })
/** What the car did with a statement or a code, in its own words. */
export type CarAnswer = ReturnType<typeof answer>

/** Hands a signed statement to the car, as it is. The car checks it from its own root key, by its own clock. */
export const giveStatement = (file: string): Promise<CarAnswer> =>
  askJson('/link/statement', (body) => answer(body, 'answer'), { whom, send: { file } })

/** Types a code of twelve digits. */
export const typeCode = (digits: string): Promise<CarAnswer> =>
  askJson('/link/keypad', (body) => answer(body, 'answer'), { whom, send: { digits } })

/** The newest records as they stand in the car's log, oldest first. */
export const readNewest = (signal: AbortSignal): Promise<readonly Line[]> =>
  askJson('/link/records', (body) => records(body, 'answer').lines.map(lineOf), { whom, signal })

const records = object({ lines: list(text) })

function lineOf(line: string): Line {
  const read = parseRecordLine(line)
  if (read.kind === 'malformed') throw new TypeError(`a record of the car cannot be read: ${read.where} ${read.what}`)
  // A record outside its log has no line number; the page does not show one.
  return { kind: 'record', seq: read.value.seq, line: 0, record: read.value }
}
