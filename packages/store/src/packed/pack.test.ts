import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { concat, utf8 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { sampleLog } from '@keyturn/evidence/sample.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packLog } from './pack.ts'
import { unpackLog } from './unpack.ts'

const signer = signerFromSeed(deviceOrigin(deviceId('KT-PACK-1')), new Uint8Array(32).fill(5))
const log = (...sizes: number[]) => sampleLog(sizes, signer, nodeCrypto)

/** Packing must give the same bytes back, or refuse. */
function thereAndBack(bytes: Uint8Array): boolean {
  const packed = packLog(bytes)
  return packed !== undefined && Buffer.compare(unpackLog(packed), bytes) === 0
}

describe('packing', () => {
  test('a log comes back byte for byte, in a fraction of its size', () => {
    const { bytes } = log(12, 24, 12, 40, 12)
    const packed = packLog(bytes)
    expect(packed !== undefined && Buffer.compare(unpackLog(packed), bytes)).toBe(0)
    expect(packed?.length).toBeLessThan(bytes.length / 8)
  })

  test('a later part of a log comes back too', () => {
    const { segments } = log(12, 24, 12)
    expect(thereAndBack(concat(...segments.slice(1).map((each) => each.bytes)))).toBe(true)
    expect(thereAndBack(segments[2]?.bytes ?? new Uint8Array())).toBe(true)
  })

  test('whatever a device signed comes back, sense or not', () => {
    const { bytes } = log(6, 6)
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.uint8Array({ minLength: 0, maxLength: 12 }),
        fc.nat(12),
        (at, put, cut) => {
          const changed = concat(bytes.subarray(0, at), put, bytes.subarray(Math.min(bytes.length, at + cut)))
          expect(thereAndBack(changed)).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['nothing', ''],
    ['a newline', '\n'],
    ['no newline at the end', 'a\nb'],
    ['control characters', 'R\u0001\u0002\t{"seq":1\u0000}\n\n\n'],
    [
      'what looks like its own marks',
      '{"seq":1,"at":"2026-03-02T14:00:00.000Z","up":1,"kind":"\u0002","cause":"\u0001"}\n',
    ],
    [
      'numbers spelled oddly',
      '{"seq":1,"at":"2026-03-02T14:00:00.000Z","up":01,"kind":-0,"cause":1e5,"x":007,"y":99999999999999999999}\n',
    ],
    [
      'a moment that is none',
      '{"seq":1,"at":"2026-02-30T14:00:00.000Z","up":1,"kind":"x","cause":"2026-13-01T25:00:00.000Z"}\n',
    ],
    ['text in other letters', 'ключ — 钥匙\n'],
  ])('%s comes back', (_what, text) => {
    expect(thereAndBack(utf8(text))).toBe(true)
  })

  test('damaged packed bytes are an error, never another log', () => {
    const { bytes } = log(12, 12)
    const packed = packLog(bytes) ?? new Uint8Array()
    for (let at = 0; at < packed.length; at += 3) {
      const damaged = packed.map((byte, i) => (i === at ? byte ^ 0x10 : byte))
      expect(() => unpackLog(damaged), `byte ${at}`).toThrow()
    }
  })
})
