import { instant } from '@keyturn/domain/units.ts'
import { utf8 } from '@keyturn/evidence/bytes.ts'
import { faultyDisk } from '@keyturn/local/disk/faulty-disk.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EntryBody } from './entry.ts'
import { Journal, JournalDamaged, readLines } from './journal.ts'

const now = () => instant(Date.parse('2026-03-02T14:00Z'))
const answered = (request: string): EntryBody => ({
  what: 'answered',
  visit: 'visit-1',
  request,
  by: 'answer',
  recorded: [],
})
const FILE = 'bench/journal.jsonl'

const opened = (disk = faultyDisk()) => Journal.open(disk, 'bench', now)

/** A journal of this many entries, and its bytes. */
async function written(count: number) {
  const disk = faultyDisk()
  const journal = await opened(disk)
  for (let n = 1; n <= count; n++) await journal.append(answered(`request-${n}`))
  return { disk, journal, bytes: (await disk.read(FILE)) ?? new Uint8Array() }
}

describe('the journal', () => {
  test('has on the platter what it has answered for', async () => {
    const { disk, journal } = await written(3)
    disk.crash()
    const again = await opened(disk)
    expect(again.entries()).toEqual(journal.entries())
    expect(again.entries().map(({ n }) => n)).toEqual([1, 2, 3])
  })

  test('cuts a line that a crash tore, wherever it tore, and says so', async () => {
    const { bytes } = await written(3)
    const third = Buffer.from(bytes).lastIndexOf('\n', bytes.length - 2) + 1
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: third + 1, max: bytes.length - 1 }), async (end) => {
        const disk = faultyDisk()
        disk.poke(FILE, bytes.slice(0, end))
        const journal = await opened(disk)
        expect(journal.entries()).toHaveLength(3)
        expect(journal.entries()[2]).toMatchObject({ what: 'journal-cut', bytes: end - third, n: 3 })
        const file = (await disk.read(FILE)) ?? new Uint8Array()
        expect(readLines(file, FILE).entries).toEqual(journal.entries())
      }),
    )
  })

  test('cuts a last line of zeros, as a power cut leaves it', async () => {
    const { bytes } = await written(2)
    const disk = faultyDisk()
    disk.poke(FILE, new Uint8Array([...bytes, 0, 0, 0, 0x0a]))
    expect((await opened(disk)).entries().map(({ what }) => what)).toEqual(['answered', 'answered', 'journal-cut'])
  })

  test('refuses a broken line in its middle, and names it', async () => {
    const { bytes } = await written(3)
    const disk = faultyDisk()
    disk.poke(FILE, utf8(Buffer.from(bytes).toString().replace('request-2', 'request-2"')))
    await expect(opened(disk)).rejects.toThrow(JournalDamaged)
    await expect(opened(disk)).rejects.toThrow(/journal\.jsonl: line 2 is no entry/)
  })

  test('refuses a line that is missing or stands twice', async () => {
    const { bytes } = await written(3)
    const lines = Buffer.from(bytes).toString().split('\n')
    for (const kept of [
      [lines[0], lines[2], lines[1], ''],
      [lines[0], lines[0], lines[1], ''],
    ]) {
      const disk = faultyDisk()
      disk.poke(FILE, utf8(kept.join('\n')))
      await expect(opened(disk)).rejects.toThrow(/line 2 is no entry/)
    }
  })

  test.each(['refused', 'torn', 'answer-lost'] as const)('says so when the disk fails, %s', async (fault) => {
    const { disk, journal } = await written(1)
    disk.failing = ({ does }) => (does === 'append' ? fault : undefined)
    await expect(journal.append(answered('request-2'))).rejects.toThrow(fault)
    expect(journal.entries()).toHaveLength(1)
  })

  test('goes on after a disk that failed, without a torn or doubled line', async () => {
    for (const fault of ['refused', 'torn', 'answer-lost'] as const) {
      const { disk, journal } = await written(1)
      disk.failing = ({ does }) => (does === 'append' ? fault : undefined)
      await expect(journal.append(answered('request-2'))).rejects.toThrow(fault)
      disk.failing = () => undefined
      await journal.append(answered('request-3'))
      const again = await opened(disk)
      expect(again.entries()).toEqual(journal.entries())
      expect(again.entries().map(({ n }) => n)).toEqual([1, 2])
    }
  })
})
