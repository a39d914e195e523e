/** The documents say what the code does: the table of kinds, the examples, the limits. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { deviceSigner } from '../vectors/keys.ts'
import { receiptVectors, treeVectors } from '../vectors/proofs.ts'
import { HEADER_BYTES_MAX } from './header.ts'
import { cause, KINDS } from './kinds.ts'
import { encodeKey } from './note.ts'
import { RECORD_BYTES_MAX } from './record.ts'
import { SEGMENT_RECORDS_MAX } from './segment.ts'
import { CHECKPOINT_LINE_MAX } from './split.ts'

const root = path.join(import.meta.dirname, '../../..')
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const log = read('docs/formats/log.md')
/** The prose without its line ends. */
const flowing = log.replaceAll(/\s+/g, ' ')

describe('docs/formats/log.md', () => {
  test('its table has every kind with its fields in order', () => {
    const rows = [...log.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$/gm)]
    const written = rows.map(([, kind, meaning, fields]) => ({ kind, told: (meaning ?? '').length > 10, fields }))
    const wanted = Object.entries(KINDS).map(([kind, fields]) => ({
      kind,
      told: true,
      fields:
        Object.entries(fields)
          .map(([name, { says }]) => `\`${name}\`: ${says}`)
          .join('; ') || 'none',
    }))
    expect(written).toEqual(wanted)
  })

  test('its example is the test vector', () => {
    expect(log).toContain(`\`\`\`\n${read('conformance/vectors/log/one-segment.txt')}\`\`\``)
  })

  test('its limits are those of the code', () => {
    expect(SEGMENT_RECORDS_MAX).toBe(500)
    expect(flowing).toContain('One to 500 **record lines**')
    expect([HEADER_BYTES_MAX, RECORD_BYTES_MAX, CHECKPOINT_LINE_MAX]).toEqual([8_192, 8_192, 512])
    expect(flowing).toContain('at most 8,192 bytes, a line of the checkpoint at most 512')
  })

  test('its causes and its key are those of the code', () => {
    expect(log).toContain(`as far as the device can tell: ${cause.says} |`)
    expect(log).toContain(`\`${encodeKey(deviceSigner.key)}\``)
  })
})

test('the example of docs/formats/receipt.md is the test vector', () => {
  expect(read('docs/formats/receipt.md')).toContain(`\`\`\`\n${receiptVectors[0]?.receipt}\`\`\``)
})

test('the example of docs/formats/checkpoint.md is the test vector', () => {
  expect(read('docs/formats/checkpoint.md')).toContain(`\`\`\`\n${treeVectors[0]?.checkpoint}\`\`\``)
})
