/** Where the parts of a demonstration are. Without a demonstration there is no such file, and that is no error. */
import { askJson, Problem, Unreachable } from './http.ts'
import { keep, keptAs } from './keep.ts'
import { list, object, oneOf, orNull, text } from './read.ts'

const demo = object({
  cars: list(object({ device: text, url: text, driver: orNull(text), town: orNull(text) })),
  control: orNull(text),
  server: orNull(text),
  /** Other addresses that carry the authority's public files. */
  mirrors: orNull(list(text)),
  /** The technician's bench. */
  bench: orNull(text),
})
export type Demo = ReturnType<typeof demo>

const NONE: Demo = { cars: [], control: null, server: null, mirrors: null, bench: null }

export async function readDemo(signal: AbortSignal): Promise<Demo> {
  try {
    return await askJson('/demo.json', (body) => demo(body, 'demo'), { whom: 'this address', signal })
  } catch (cause) {
    if (cause instanceof Problem && cause.status === 404) return NONE
    throw cause
  }
}

export type Places = {
  readonly cars: readonly { readonly device: string; readonly url: string }[]
  readonly mirrors: readonly string[]
}

const KEPT = 'places'
const places = object({ cars: list(object({ device: text, url: text })), mirrors: list(text) })

/** Where cars and mirrors are, as far as this browser was ever told: kept for a time without network. */
export async function readPlaces(signal: AbortSignal): Promise<Places> {
  try {
    const { cars, mirrors } = await readDemo(signal)
    const found = { cars: cars.map(({ device, url }) => ({ device, url })), mirrors: mirrors ?? [] }
    keep(KEPT, found)
    return found
  } catch (cause) {
    if (cause instanceof Unreachable || cause instanceof Problem)
      return keptAs(KEPT, places) ?? { cars: [], mirrors: [] }
    throw cause
  }
}

const server = object({ server: oneOf('on', 'off') })
export type Power = 'on' | 'off'

const whom = 'the demonstration'

/** Whether the demonstration’s server is switched on. */
export const readServerPower = (control: string, signal: AbortSignal): Promise<Power> =>
  askJson(`${control}/server`, (body) => server(body, 'answer').server, { whom, signal })

/** Switches the demonstration’s server; answers when it has really started or stopped. */
export const switchServer = (control: string, to: Power): Promise<null> =>
  askJson(`${control}/server`, () => null, { whom, send: { to } })

/** Lets time pass for both cars and the server together. */
export const advanceWorld = (control: string, advanceMs: number): Promise<null> =>
  askJson(`${control}/clock`, () => null, { whom, send: { advanceMs } })
