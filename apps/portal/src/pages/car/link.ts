/** What this page asks of the car. The unit that serves the page answers; there is no server in between. */
import { askJson, askText } from '../../data/http.ts'

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

/** The whole log as it lies on the car's disk. */
export const readLog = (signal: AbortSignal): Promise<string> => askText('/link/log', { whom, signal })
