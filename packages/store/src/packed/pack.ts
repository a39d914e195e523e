/** Packs a log to a third of what gzip makes of it. Unpacking gives the same bytes; what would not is not packed. */
import { brotliCompressSync, constants } from 'node:zlib'
import { momentMs, momentText } from './moments.ts'
import {
  beginning,
  CLOSING,
  checkOf,
  closeSegment,
  closingText,
  FIRST,
  HEADER,
  KNOWN_SHAPES,
  LITERAL,
  MOMENT,
  NUMBER,
  type Place,
  RECORD,
} from './shape.ts'
import { fits, NumberWriter } from './streams.ts'
import { unpackLog } from './unpack.ts'

const RECORD_LINE = /^\{"seq":(\d+),"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","up":(\d+),(.*)$/
const HEADER_LINE =
  /^\{"v":1,"device":"([A-Za-z0-9-]+)","segment":(\d+),"prev":"([0-9a-f]{64})","firstSeq":(\d+),"openedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"(,.*)$/
const VARIABLE = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)|(?<=:)(?:0|-?[1-9]\d{0,14})(?=[,}])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: lines with control characters are the ones it looks for
const CONTROL = /[\x00-\x1f]/
const SIGNATURE_CHARACTERS = 92

/**
 * Undefined when unpacking would not give the same bytes: then the log stays as it is.
 *
 * @throws RangeError when unpacking fails: our own bug
 */
export function packLog(log: Uint8Array): Uint8Array | undefined {
  const packed = new Packer(Buffer.from(log).toString('latin1')).pack()
  return Buffer.compare(unpackLog(packed), log) === 0 ? packed : undefined
}

class Packer {
  readonly #text: string
  readonly #shapes = new Map(KNOWN_SHAPES.map((shape, id) => [shape, id]))
  readonly #own: string[] = []
  readonly #lines = new NumberWriter()
  /** Time since the line before, how much more or less the device's uptime moved, and all other numbers, apart. */
  readonly #spans = new NumberWriter()
  readonly #drifts = new NumberWriter()
  readonly #numbers = new NumberWriter()
  readonly #signatures: Buffer[] = []
  readonly #place: Place = beginning()
  /** The checkpoint's own name follows from the device's. */
  #origin = ''

  constructor(text: string) {
    this.#text = text
  }

  pack(): Uint8Array {
    const text = this.#text
    for (let at = 0; at < text.length; ) {
      const newline = text.indexOf('\n', at)
      const end = newline < 0 ? text.length : newline
      at = this.#line(text.slice(at, end), at, end)
    }
    const parts = [
      Buffer.from(this.#own.join('\n'), 'latin1'),
      this.#lines.bytes(),
      this.#spans.bytes(),
      this.#drifts.bytes(),
      this.#numbers.bytes(),
      Buffer.concat(this.#signatures),
    ]
    const sizes = new NumberWriter()
    const packed = parts.map((part, i) => (i === parts.length - 1 ? Buffer.from(part) : squeeze(part)))
    for (const part of packed) sizes.add(part.length)
    // A log normally ends with a newline; one that does not is marked.
    sizes.add(text.endsWith('\n') ? 1 : 0)
    return Buffer.concat([checkOf(Buffer.from(text, 'latin1')), sizes.bytes(), ...packed])
  }

  /** Writes one line, or a whole checkpoint; answers where the next begins. */
  #line(line: string, start: number, end: number): number {
    const closing = line === '' ? this.#closing(start) : undefined
    if (closing !== undefined) return closing
    const shaped = CONTROL.test(line) ? undefined : (this.#record(line) ?? this.#header(line, start))
    if (shaped === undefined) this.#shape(LITERAL + line)
    return end + 1
  }

  #record(line: string): true | undefined {
    const found = RECORD_LINE.exec(line)
    if (found === null) return undefined
    const [, seq = '', moment = '', up = '', rest = ''] = found
    const place = this.#place
    const at = momentMs(moment)
    if (Number(seq) !== place.seq + 1 || seq !== String(place.seq + 1)) return undefined
    if (momentOf(at) !== moment || String(Number(up)) !== up || !fits(Number(up))) return undefined
    const numbers: number[] = []
    const shape = this.#marked(rest, at, numbers)
    if (shape === undefined) return undefined
    this.#shape(RECORD + shape)
    this.#spans.add(at - place.at)
    this.#drifts.add(Number(up) - place.up - (at - place.at))
    for (const number of numbers) this.#numbers.add(number)
    place.at = at
    place.up = Number(up)
    place.seq += 1
    return true
  }

  #marked(rest: string, at: number, numbers: number[]): string | undefined {
    let whole = true
    const shape = rest.replace(VARIABLE, (found: string, moment: string | undefined) => {
      const value = moment === undefined ? Number(found) : momentMs(found) - at
      if (!fits(value) || (moment !== undefined && momentOf(value + at) !== moment)) whole = false
      numbers.push(value)
      return moment === undefined ? NUMBER : MOMENT
    })
    return whole ? shape : undefined
  }

  #header(line: string, start: number): true | undefined {
    const found = HEADER_LINE.exec(line)
    if (found === null) return undefined
    const [, device = '', segment = '', prev = '', firstSeq = '', openedAt = '', rest = ''] = found
    const place = this.#place
    const at = momentMs(openedAt)
    this.#origin = `keyturn.org/device/${device}`
    if (start !== place.start || momentOf(at) !== openedAt) return undefined
    if (place.before === '') {
      this.#shape(FIRST + line)
      Object.assign(place, { at, seq: Number(firstSeq) - 1, segment: Number(segment) })
      return true
    }
    const follows = prev === place.before && segment === String(place.segment + 1) && firstSeq === String(place.seq + 1)
    if (!follows) return undefined
    this.#shape(`${HEADER}${device}\t${rest}`)
    this.#spans.add(at - place.at)
    place.at = at
    place.segment += 1
    return true
  }

  /** The checkpoint from its empty line on. */
  #closing(start: number): number | undefined {
    const place = this.#place
    const expected = closingText(this.#origin, place.seq, this.#text.slice(place.start, start))
    const signed = start + expected.length
    if (!this.#text.startsWith(expected, start)) return undefined
    const spelled = this.#text.slice(signed, signed + SIGNATURE_CHARACTERS)
    const bytes = Buffer.from(spelled, 'base64')
    if (bytes.length !== 68 || bytes.toString('base64') !== spelled) return undefined
    if (this.#text[signed + SIGNATURE_CHARACTERS] !== '\n') return undefined
    this.#shape(`${CLOSING}${this.#origin}\t${bytes.subarray(0, 4).toString('hex')}`)
    this.#signatures.push(bytes.subarray(4))
    const end = signed + SIGNATURE_CHARACTERS + 1
    closeSegment(place, this.#text.slice(place.start, end), end)
    return end
  }

  #shape(shape: string): void {
    let id = this.#shapes.get(shape)
    if (id === undefined) {
      id = this.#shapes.size
      this.#shapes.set(shape, id)
      this.#own.push(shape)
    }
    this.#lines.add(id)
  }
}

const momentOf = (ms: number): string => (Number.isNaN(ms) ? '' : momentText(ms))

/** What repeats in a log repeats within 64 KiB; a larger window only takes longer to set up. */
const WINDOW_BITS = 16

const squeeze = (part: Uint8Array): Buffer =>
  brotliCompressSync(part, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS },
  })
