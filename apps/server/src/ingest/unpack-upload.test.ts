import { deflateSync, gzipSync } from 'node:zlib'
import { UPLOAD_RAW_BYTES_MAX } from '@keyturn/contract/fields.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpackUpload } from './unpack-upload.ts'

const text = (length: number) => Buffer.from(Array.from({ length }, (_, i) => 32 + ((i * 7) % 90)))

describe('unpacking an upload', () => {
  test.each([0, 1, 1_000, 100_000, 3_000_000])('%i bytes come back as they were', async (length) => {
    const raw = text(length)
    const unpacked = await unpackUpload(gzipSync(raw), 'gzip')
    expect(unpacked.kind === 'unpacked' && Buffer.compare(unpacked.raw, raw)).toBe(0)
  })

  test('a length that lies changes nothing', async () => {
    const raw = text(50_000)
    for (const lie of [0, 1, 0xffff_ffff]) {
      const packed = gzipSync(raw)
      packed.writeUInt32LE(lie, packed.length - 4)
      const unpacked = await unpackUpload(packed, 'gzip')
      expect(unpacked).toMatchObject({ kind: 'problem', code: 'bad-encoding' })
    }
  })

  test('a small body that grows beyond the limit is refused', async () => {
    const bomb = gzipSync(new Uint8Array(UPLOAD_RAW_BYTES_MAX + 1), { level: 9 })
    expect(bomb.length).toBeLessThan(64 * 1_024)
    expect(await unpackUpload(bomb, 'gzip')).toMatchObject({ kind: 'problem', code: 'body-too-large' })
  })

  test('the largest that is allowed is taken', async () => {
    const unpacked = await unpackUpload(gzipSync(new Uint8Array(UPLOAD_RAW_BYTES_MAX)), 'GZIP')
    expect(unpacked.kind === 'unpacked' && unpacked.raw.length).toBe(UPLOAD_RAW_BYTES_MAX)
  })

  test.each(['br', 'deflate', 'gzip, gzip', 'zstd'])('%s is not taken', async (encoding) => {
    expect(await unpackUpload(deflateSync('x'), encoding)).toMatchObject({ code: 'unsupported-encoding' })
  })

  test('whatever is cut or changed is refused, and never throws', async () => {
    const packed = gzipSync(text(5_000))
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const cut = await unpackUpload(packed.subarray(0, at), 'gzip')
        expect(cut.kind).toBe('problem')
        const changed = Buffer.from(packed)
        changed[at] = (changed[at] ?? 0) ^ by
        const answer = await unpackUpload(changed, 'gzip')
        // Some bytes of the frame say nothing about the content: time, system, name.
        if (answer.kind === 'unpacked') expect(Buffer.compare(answer.raw, text(5_000))).toBe(0)
      }),
      { numRuns: 300 },
    )
  })
})
