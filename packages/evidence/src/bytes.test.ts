import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat, equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from './bytes.ts'

const anyBytes = fc.uint8Array({ maxLength: 3_000 })

test('hexadecimal is what Node writes, and reads back', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      expect(equalBytes(fromHex(toHex(bytes)) ?? new Uint8Array(1), bytes)).toBe(true)
    }),
  )
})

test('Base 64 is what Node writes, and reads back', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(equalBytes(fromBase64(toBase64(bytes)) ?? new Uint8Array(1), bytes)).toBe(true)
    }),
  )
})

test('no two Base 64 texts read as the same bytes', () => {
  const letters = fc.constantFrom(...'ABCDwxyz0189+/=-_ \n')
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
      const bytes = fromBase64(text)
      if (bytes !== undefined) expect(toBase64(bytes)).toBe(text)
    }),
    { numRuns: 5_000 },
  )
})

test('UTF-8 is what Node writes, and reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1_500 }), (text) => {
      const bytes = new Uint8Array(Buffer.from(text, 'utf8'))
      expect(equalBytes(utf8(text), bytes)).toBe(true)
      expect(fromUtf8(bytes)).toBe(text)
    }),
  )
})

test('UTF-8 is refused exactly when a strict decoder refuses it', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const high = fc.uint8Array({ maxLength: 6, min: 0x7e })
  fc.assert(
    fc.property(fc.oneof(anyBytes, high), (bytes) => {
      let wanted: string | undefined
      try {
        wanted = strict.decode(bytes)
      } catch {
        wanted = undefined
      }
      expect(fromUtf8(bytes)).toBe(wanted)
    }),
    { numRuns: 20_000 },
  )
})

test('a lone surrogate has no bytes', () => {
  expect(() => utf8('a\ud800b')).toThrow(RangeError)
})

test('bytes are joined in order and compared by value', () => {
  expect(concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false)
})
