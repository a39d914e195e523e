/** The lines of a bench's journal: what was meant, what came back, what was signed. `docs/formats/bench-journal.md`. */
import { isDeviceId } from '@keyturn/domain/units.ts'
import { z } from 'zod'

const device = z.string().refine(isDeviceId)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const visit = z.string().min(1)
const text = z.string()
const seq = z.number().int().nonnegative()

/** How the bench knew the device's key: from the vendor's list, from an earlier visit, or not at all before. */
const Known = z.enum(['listed', 'seen', 'new'])
export type Known = z.infer<typeof Known>

const Body = z.discriminatedUnion('what', [
  /** A device answered the bench's nonce with its own key. `proof` is its signed note. */
  z.strictObject({
    what: z.literal('visit-begun'),
    visit,
    unit: text,
    device,
    publicKey: text,
    known: Known,
    profile: text,
    technician: text,
    center: text,
    rescue: z.string().nullable(),
    /** Rules of the lockouts that stood when it began. */
    lockouts: z.array(text),
    /** A virtual car, whose gas comes out of a virtual bottle. */
    virtual: z.boolean(),
    proof: text,
  }),
  /** The device's log, whole, as a file of the bench's folder; verified before it was kept. */
  z.strictObject({
    what: z.literal('log-kept'),
    visit,
    file: text,
    bytes: seq,
    sha256,
    lastSeq: seq,
    head: sha256.nullable(),
  }),
  /** Before anything is handed to the device: the id of the signed request and its steps. */
  z.strictObject({
    what: z.literal('asked'),
    visit,
    request: text,
    steps: z.array(z.looseObject({ do: text })),
  }),
  /** `by`: told in the answer, or found in the device's log after the answer was lost. */
  z.strictObject({
    what: z.literal('answered'),
    visit,
    request: text,
    by: z.enum(['answer', 'log']),
    recorded: z.array(text),
  }),
  /** The device refused. `code` is its problem's, or `service-refused` when the controller did. */
  z.strictObject({ what: z.literal('refused'), visit, request: text, code: text, words: text }),
  /** No answer came: whether it was done, only the device's log can tell. */
  z.strictObject({ what: z.literal('unanswered'), visit, request: text, why: text }),
  /** Record lines of this visit, as the device told them. The kept log proves them. */
  z.strictObject({ what: z.literal('records'), visit, lines: z.array(text) }),
  /** The signed certificate as a statement file, before it is handed over. */
  z.strictObject({ what: z.literal('certificate-signed'), visit, certificate: text, file: text }),
  /**
   * `completed`: the device's log holds the certificate; `installed`: it holds the installation. `seq`: the record that
   * says so.
   */
  z.strictObject({
    what: z.literal('visit-ended'),
    visit,
    how: z.enum(['completed', 'installed', 'abandoned', 'left']),
    certificate: text.nullable(),
    seq: seq.nullable(),
    words: text,
  }),
  /** A server holds it: its receipt for a log, its answer for a certificate. */
  z.strictObject({ what: z.literal('sent'), visit, server: text, part: z.enum(['log', 'certificate']), answer: text }),
  /** A server refused it for good: sending the same again would change nothing. */
  z.strictObject({
    what: z.literal('send-refused'),
    visit,
    server: text,
    part: z.enum(['log', 'certificate']),
    code: text,
    words: text,
  }),
  /** An order or another statement was handed to a device. */
  z.strictObject({
    what: z.literal('carried'),
    unit: text,
    statement: text,
    kind: text,
    outcome: z.enum(['accepted', 'refused']),
    words: text,
  }),
  /** The last line was torn by a crash: so many bytes were cut. */
  z.strictObject({ what: z.literal('journal-cut'), bytes: seq }),
])

const Place = z.object({ v: z.literal(1), n: z.number().int().positive(), at: z.iso.datetime() })

export type EntryBody = z.infer<typeof Body>
export type Entry = z.infer<typeof Place> & EntryBody
export type EntryOf<W extends EntryBody['what']> = Extract<Entry, { readonly what: W }>

/** One line, without its newline. */
export const writeEntry = (entry: Entry): string => JSON.stringify(entry)

/** Reads one line. Undefined when it is none of ours. */
export function readEntry(line: string): Entry | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { v, n, at, ...body } = { v: null, n: null, at: null, ...value }
  const place = Place.safeParse({ v, n, at })
  const read = Body.safeParse(body)
  return place.success && read.success ? { ...place.data, ...read.data } : undefined
}
