/** What whoever signs asks of the server: the effect of an order beforehand, and to publish what was signed. */
import { askJson } from './http.ts'
import { flag, list, moment, number, object, orNull, text } from './read.ts'

const whom = 'the server'
const span = object({ from: text, until: text })

const preview = object({
  asOf: moment,
  law: object({ may: flag, daysMax: number, words: text }),
  devices: number,
  concerned: number,
  cases: number,
  moving: list(
    object({ of: text, dates: number, from: span, plain: span, staggered: span, daysMin: number, daysMax: number }),
  ),
  dates: list(
    object({
      case: text,
      device: text,
      center: orNull(text),
      of: text,
      from: text,
      plain: text,
      to: text,
      days: number,
      staggered: number,
    }),
  ),
  load: list(object({ center: orNull(text), on: text, before: number, plain: number, staggered: number })),
  notKnown: list(object({ what: text, devices: number })),
  warnings: list(object({ code: text, words: text, grave: flag, law: orNull(text), about: list(text) })),
})
export type Preview = ReturnType<typeof preview>

/** Works out what the order would do. Nothing is recorded. */
export const previewOrder = (terms: unknown, id: string): Promise<Preview> =>
  askJson('/v1/orders/preview', (body) => preview(body, 'preview'), { whom, send: { terms, id } })

const posted = object({ id: text, state: text, words: text })
export type Posted = ReturnType<typeof posted>

/** Hands in a signed file. The same bytes again are answered the same. */
export const postStatement = (file: string): Promise<Posted> =>
  askJson('/v1/statements', (body) => posted(body, 'statement'), { whom, send: { file } })
