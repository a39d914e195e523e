/** Unpacks what `packLog` packed. */
import { brotliDecompressSync } from 'node:zlib'
import { momentText } from './moments.ts'
import {
  beginning,
  CHECK_BYTES,
  CLOSING,
  checkOf,
  closeSegment,
  closingText,
  FIRST,
  HEADER,
  KNOWN_SHAPES,
  MOMENT,
  type Place,
  RECORD,
} from './shape.ts'
import { NumberReader } from './streams.ts'

const FIRST_HEADER =
  /^\{"v":1,"device":"[A-Za-z0-9-]+","segment":(\d+),"prev":"[0-9a-f]{64}","firstSeq":(\d+),"openedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)",/
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are control characters
const MARKS = /[\x01\x02]/g

/** @throws RangeError or Error when the bytes are not a packed log */
export function unpackLog(packed: Uint8Array): Uint8Array {
  const log = Buffer.from(new Unpacker(packed.subarray(CHECK_BYTES)).unpack(), 'latin1')
  if (Buffer.compare(checkOf(log), packed.subarray(0, CHECK_BYTES)) !== 0)
    throw new RangeError('a packed log is damaged')
  return log
}

class Unpacker {
  readonly #shapes: readonly string[]
  readonly #lines: NumberReader
  readonly #spans: NumberReader
  readonly #drifts: NumberReader
  readonly #numbers: NumberReader
  readonly #signatures: Uint8Array
  readonly #count: number
  readonly #endsWithNewline: boolean
  #signed = 0
  readonly #place: Place = beginning()
  /** Whole segments so far; the one under way is apart, so that what is done is never copied again. */
  readonly #done: string[] = []
  #segment = ''

  constructor(packed: Uint8Array) {
    const { parts, endsWithNewline } = partsOf(packed)
    const [own, lines, spans, drifts, numbers, signatures] = parts
    const shapes = Buffer.from(own).toString('latin1')
    this.#shapes = [...KNOWN_SHAPES, ...(shapes === '' ? [] : shapes.split('\n'))]
    this.#lines = new NumberReader(lines)
    this.#count = lines.reduce((sum, byte) => sum + (byte < 128 ? 1 : 0), 0)
    this.#spans = new NumberReader(spans)
    this.#drifts = new NumberReader(drifts)
    this.#numbers = new NumberReader(numbers)
    this.#signatures = signatures
    this.#endsWithNewline = endsWithNewline
  }

  unpack(): string {
    for (let i = 0; i < this.#count; i++) {
      const shape = this.#shapes[this.#lines.next()]
      if (shape === undefined) throw new RangeError('a packed log names a shape it does not have')
      this.#write(shape[0] ?? '', shape.slice(1))
    }
    const text = this.#done.join('') + this.#segment
    return this.#endsWithNewline ? text : text.slice(0, -1)
  }

  #write(kind: string, shape: string): void {
    switch (kind) {
      case RECORD:
        this.#record(shape)
        return
      case HEADER:
        this.#header(shape)
        return
      case CLOSING:
        this.#closing(shape)
        return
      case FIRST:
        this.#first(shape)
        return
      default:
        this.#segment += `${shape}\n`
    }
  }

  #record(shape: string): void {
    const place = this.#place
    const span = this.#spans.next()
    place.at += span
    place.up += span + this.#drifts.next()
    place.seq += 1
    const rest = shape.replace(MARKS, (mark) => {
      const value = this.#numbers.next()
      return mark === MOMENT ? momentText(place.at + value) : String(value)
    })
    this.#segment += `{"seq":${place.seq},"at":"${momentText(place.at)}","up":${place.up},${rest}\n`
  }

  #header(shape: string): void {
    const place = this.#place
    const [device = '', rest = ''] = shape.split('\t')
    place.at += this.#spans.next()
    place.segment += 1
    this.#segment +=
      `{"v":1,"device":"${device}","segment":${place.segment},"prev":"${place.before}"` +
      `,"firstSeq":${place.seq + 1},"openedAt":"${momentText(place.at)}"${rest}\n`
  }

  #closing(shape: string): void {
    const place = this.#place
    const [origin = '', keyId = ''] = shape.split('\t')
    const signature = this.#signatures.subarray(this.#signed, this.#signed + 64)
    this.#signed += 64
    const spelled = Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')
    this.#segment += `${closingText(origin, place.seq, this.#segment)}${spelled}\n`
    closeSegment(place, this.#segment, 0)
    this.#done.push(this.#segment)
    this.#segment = ''
  }

  #first(line: string): void {
    const [, segment = '', firstSeq = '', openedAt = ''] = FIRST_HEADER.exec(line) ?? []
    this.#segment += `${line}\n`
    Object.assign(this.#place, { at: Date.parse(openedAt), seq: Number(firstSeq) - 1, segment: Number(segment) })
  }
}

type Parts = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]

function partsOf(packed: Uint8Array): { readonly parts: Parts; readonly endsWithNewline: boolean } {
  const sizes = new NumberReader(packed)
  const lengths = Array.from({ length: 6 }, () => sizes.next())
  const endsWithNewline = sizes.next() === 1
  let at = packed.length - lengths.reduce((sum, length) => sum + length, 0)
  const part = (i: number): Uint8Array => {
    const from = at
    at += lengths[i] ?? 0
    return packed.subarray(from, at)
  }
  const squeezed = (i: number) => brotliDecompressSync(part(i))
  const parts: Parts = [squeezed(0), squeezed(1), squeezed(2), squeezed(3), squeezed(4), part(5)]
  return { parts, endsWithNewline }
}
