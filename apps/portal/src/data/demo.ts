/** Where the parts of a demonstration are. Without a demonstration there is no such file, and that is no error. */
import { askJson, Problem } from './http.ts'
import { list, object, oneOf, orNull, text } from './read.ts'

const demo = object({
  cars: list(object({ device: text, url: text, driver: orNull(text), town: orNull(text) })),
  control: orNull(text),
  server: orNull(text),
})
export type Demo = ReturnType<typeof demo>

const NONE: Demo = { cars: [], control: null, server: null }

export async function readDemo(signal: AbortSignal): Promise<Demo> {
  try {
    return await askJson('/demo.json', (body) => demo(body, 'demo'), { whom: 'this address', signal })
  } catch (cause) {
    if (cause instanceof Problem && cause.status === 404) return NONE
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
