/**
 * Bytes and their spellings. The core has no TextEncoder and no Buffer, and needs stricter readers than either offers:
 * each of these spellings has exactly one reading and one writing, so that a changed byte cannot hide in slack.
 */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUE = new Uint8Array(128).fill(255)
for (let i = 0; i < BASE64.length; i++) BASE64_VALUE[BASE64.charCodeAt(i)] = i

/** Lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** Reads lower-case hexadecimal. Undefined for anything else, upper case included. */
export const fromHex = (text: string): Uint8Array | undefined => {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
}

/** Standard Base 64 with padding (RFC 4648 section 4). */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    // Past the end the missing bytes count as zeros, and padding stands for what they would have spelled.
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += BASE64.charAt(word >> 18) + BASE64.charAt((word >> 12) & 63)
    text += left > 1 ? BASE64.charAt((word >> 6) & 63) : '='
    text += left > 2 ? BASE64.charAt(word & 63) : '='
  }
  return text
}

/** Reads canonical standard Base 64. Undefined for a missing pad, a foreign letter or spare bits that are not zero. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - pad)
  let at = 0
  for (let i = 0; i < text.length; i += 4) {
    let word = 0
    const letters = i + 4 === text.length ? 4 - pad : 4
    for (let j = 0; j < 4; j++) {
      const value = j < letters ? (BASE64_VALUE[text.charCodeAt(i + j)] ?? 255) : 0
      if (value === 255) return undefined
      word = (word << 6) | value
    }
    if ((letters === 3 && (word & 0xff) !== 0) || (letters === 2 && (word & 0xffff) !== 0)) return undefined
    bytes[at++] = word >> 16
    if (at < bytes.length) bytes[at++] = (word >> 8) & 0xff
    if (at < bytes.length) bytes[at++] = word & 0xff
  }
  return bytes
}

/** UTF-8. @throws RangeError for a lone surrogate, which has no spelling. */
export const utf8 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length * 3)
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) {
      bytes[at++] = unit
      continue
    }
    const code = text.codePointAt(i) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) throw new RangeError(`lone surrogate at ${i}: not text`)
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6)
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12)
      bytes[at++] = 0x80 | ((code >> 6) & 63)
    } else {
      i++
      bytes[at++] = 0xf0 | (code >> 18)
      bytes[at++] = 0x80 | ((code >> 12) & 63)
      bytes[at++] = 0x80 | ((code >> 6) & 63)
    }
    bytes[at++] = 0x80 | (code & 63)
  }
  return bytes.slice(0, at)
}

/** Reads UTF-8. Undefined for overlong forms, surrogates, stray or missing continuation bytes. */
export const fromUtf8 = (bytes: Uint8Array): string | undefined => {
  let text = ''
  let i = 0
  while (i < bytes.length) {
    const plain = asciiRun(bytes, i)
    // `apply` takes whatever is array-like and costs a fifth of spreading; its type knows arrays only.
    // A run fits a call.
    if (plain > i) text += String.fromCharCode.apply(null, bytes.subarray(i, plain) as unknown as number[])
    i = plain
    const lead = bytes[i]
    if (lead === undefined || lead < 0x80) continue
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
    let code = lead & (0x7f >> length)
    for (let j = 1; j < length; j++) {
      const next = bytes[i + j] ?? 0
      if ((next & 0xc0) !== 0x80) return undefined
      code = (code << 6) | (next & 63)
    }
    const least = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80
    if (lead < 0xc2 || lead > 0xf4 || code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      return undefined
    text += String.fromCodePoint(code)
    i += length
  }
  return text
}

/** The end of the ASCII bytes from `from` on, 1,024 at most. */
function asciiRun(bytes: Uint8Array, from: number): number {
  const end = Math.min(bytes.length, from + 1_024)
  for (let i = from; i < end; i++) if ((bytes[i] ?? 0) >= 0x80) return i
  return end
}

/** One after the other. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Whether both hold the same bytes. Not for secrets: it stops at the first difference. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
