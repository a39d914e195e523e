/** What these pages ask of the bench program on this laptop. It asks the car; no server is in between. */
import { askJson } from '../../data/http.ts'
import { list, number, object, oneOf, orNull, text } from '../../data/read.ts'
import {
  type BenchState,
  type BenchVisit,
  type MetCar,
  readBench,
  readMet,
  readOutcome,
  readVisit,
} from './bench-state.ts'

const whom = 'the bench program on this laptop (start it with: keyturn bench)'

const state = (body: unknown): BenchState => readBench(body, 'bench')
const visit = (body: unknown): BenchVisit => readVisit(body, 'visit')
const met = (body: unknown): MetCar => readMet(body, 'car')

/** The address of a visit's page. */
export const visitPage = (id: string): string => `/bench?visit=${encodeURIComponent(id)}`
const at = (id: string): string => `/bench/visits/${encodeURIComponent(id)}`

export const readBenchState = (signal: AbortSignal): Promise<BenchState> =>
  askJson('/bench/state', state, { whom, signal })
export const unlock = (passphrase: string): Promise<BenchState> =>
  askJson('/bench/unlock', state, { whom, send: { passphrase } })
export const lock = (): Promise<BenchState> => askJson('/bench/lock', state, { whom, send: {} })
/** Sends what waits; with `again` also what a server refused before. */
export const sendNow = (again: boolean): Promise<BenchState> =>
  askJson('/bench/sync', state, { whom, send: { again }, within: LONG_MS })

/** Downloading and verifying the log of a device that was driven for years takes a while. */
const LONG_MS = 120_000

export const meetCar = (unit: string): Promise<MetCar> =>
  askJson('/bench/meet', met, { whom, send: { unit }, within: LONG_MS })
export const beginVisit = (unit: string, rescue: string | null): Promise<BenchVisit> =>
  askJson('/bench/visits', visit, { whom, send: { unit, rescue }, within: LONG_MS })
export const installDevice = (unit: string, dueOn: string): Promise<BenchVisit> =>
  askJson('/bench/install', visit, { whom, send: { unit, dueOn }, within: LONG_MS })

export const readBenchVisit = (id: string, signal: AbortSignal): Promise<BenchVisit> =>
  askJson(at(id), visit, { whom, signal })
/** Asks the car what it has recorded meanwhile. */
export const lookAtVisit = (id: string, signal: AbortSignal): Promise<BenchVisit> =>
  askJson(`${at(id)}/look`, visit, { whom, send: {}, signal, within: LONG_MS })

export type Act =
  | { readonly do: 'inspect'; readonly sound: boolean; readonly notes: string | null }
  | { readonly do: 'as-found'; readonly reference: number }
  | { readonly do: 'calibrate'; readonly gasLot: string; readonly reference: number }
  | { readonly do: 'confirm'; readonly reference: number }
  | { readonly do: 'reset' }
  | { readonly do: 'open' }

export const actAtVisit = (id: string, act: Act): Promise<BenchVisit> =>
  askJson(`${at(id)}/act`, visit, { whom, send: act, within: LONG_MS })
export const letGasIn = (id: string, brac: number): Promise<BenchVisit> =>
  askJson(`${at(id)}/gas`, visit, { whom, send: { brac }, within: LONG_MS })
export const certifyVisit = (id: string, terms: unknown): Promise<BenchVisit> =>
  askJson(`${at(id)}/certify`, visit, { whom, send: terms, within: LONG_MS })
export const abandonVisit = (id: string): Promise<BenchVisit> =>
  askJson(`${at(id)}/abandon`, visit, { whom, send: {}, within: LONG_MS })
export const leaveVisit = (id: string): Promise<BenchVisit> => askJson(`${at(id)}/leave`, visit, { whom, send: {} })
export const logAddress = (id: string): string => `${at(id)}/log`
export const certificateAddress = (id: string): string => `${at(id)}/certificate.txt`

const kept = object({ id: text, kind: text })
export const keepFile = (file: string) =>
  askJson('/bench/statements', (body) => kept(body, 'file'), { whom, send: { file } })
export const carryTo = (unit: string, file: string) =>
  askJson('/bench/carry', (body) => readOutcome(body, 'car'), { whom, send: { unit, file } })
const collected = object({ fresh: number, refused: number })
export const collectFrom = (unit: string) =>
  askJson('/bench/collect', (body) => collected(body, 'car'), { whom, send: { unit } })
const mirrors = object({
  fresh: number,
  health: list(
    object({ mirror: text, state: oneOf('fresh', 'stale', 'lying', 'silent'), number: orNull(number), words: text }),
  ),
})
export const readMirrors = () =>
  askJson('/bench/mirrors', (body) => mirrors(body, 'mirrors'), { whom, send: {}, within: LONG_MS })
