import type { Record } from '@keyturn/domain/record.ts'
import { fromUtf8, utf8 } from '@keyturn/evidence/bytes.ts'
import { DiskFault } from '@keyturn/local/disk/faulty-disk.ts'
import { describe, expect, test } from 'vitest'
import { type Bench, bench } from './recorder-bench.ts'

/** Two closed segments and an open one. */
async function written(): Promise<Bench> {
  const run = await bench()
  await run.append(3)
  await run.close()
  await run.append(3)
  await run.close()
  await run.append(2)
  await run.recorder().stop()
  return run
}

const own = (records: readonly Record[]) =>
  records.flatMap((r) => {
    if (r.kind === 'log-recovered') return [`recovered ${r.cutBytes}`]
    if (r.kind === 'log-conflict') return [`conflict: ${r.detail}`]
    return r.kind === 'log-copy-lost' || r.kind === 'log-copy-restored' ? [`${r.kind} ${r.copy}`] : []
  })

async function bytesAt(run: Bench, path: string): Promise<Uint8Array> {
  const bytes = await run.disk.read(path)
  if (bytes === undefined) throw new Error(`no ${path}`)
  return bytes
}

const edited = (bytes: Uint8Array, from: string, to: string) => utf8((fromUtf8(bytes) ?? '').replace(from, to))

describe('a recorder that opens a log', () => {
  test('records nothing when nothing is wrong', async () => {
    const run = await written()
    expect(own(await run.check('whole'))).toEqual([])
  })

  test('cuts a torn last line and records the cut', async () => {
    for (const tail of ['{"seq":9,"at":"2026-', '{', '\nkeyturn.org/dev', '\0\0\0\0\0\0']) {
      const run = await written()
      const open = await bytesAt(run, '/first/00000003.log')
      run.disk.poke('/first/00000003.log', utf8(fromUtf8(open) + tail))
      expect(own(await run.check(tail))).toEqual([`recovered ${utf8(tail).length}`])
    }
  })

  test('cuts at every byte of the last batch and keeps what was whole', async () => {
    const whole = await bytesAt(await written(), '/first/00000003.log')
    const text = fromUtf8(whole) ?? ''
    const headerEnd = text.indexOf('\n') + 1
    for (let cut = 1; cut < whole.length; cut++) {
      const run = await written()
      run.disk.poke('/first/00000003.log', whole.slice(0, cut))
      run.disk.poke('/second/00000003.log', undefined)
      await run.reopen()
      const lines = text.slice(headerEnd, cut).split('\n').length - 1
      const kept = run.found().filter((r) => r.kind === 'service-inspected')
      expect(kept).toHaveLength(6 + (cut < headerEnd ? 0 : lines))
      const torn = cut < headerEnd ? cut : cut - (text.slice(0, cut).lastIndexOf('\n') + 1)
      expect(own(run.found())).toEqual(torn === 0 ? [] : [`recovered ${torn}`])
      await run.recorder().stop()
    }
  })

  test.each(['first', 'second'])('restores the %s copy when a byte of it changed', async (copy) => {
    const run = await written()
    const path = `/${copy}/00000001.log`
    const damaged = edited(await bytesAt(run, path), 'entry 2', 'entry 7')
    run.disk.poke(path, damaged)
    expect(own(await run.check(copy))).toEqual([`log-copy-lost ${copy}`, `log-copy-restored ${copy}`].slice(0, 1))
    await run.reopen()
    expect(own(run.found())).toEqual([`log-copy-lost ${copy}`, `log-copy-restored ${copy}`])
    const [kept] = (await run.disk.list(`/${copy}/evidence`)) ?? []
    expect(await run.disk.read(`/${copy}/evidence/${kept}`)).toEqual(damaged)
  })

  test.each(['first', 'second'])('restores the %s copy when it is gone', async (copy) => {
    const run = await written()
    for (const n of [1, 2, 3]) run.disk.poke(`/${copy}/0000000${n}.log`, undefined)
    await run.check(copy)
    await run.reopen()
    expect(own(run.found())).toEqual([`log-copy-lost ${copy}`, `log-copy-restored ${copy}`])
  })

  test('restores a copy of which a segment in the middle is gone', async () => {
    const run = await written()
    run.disk.poke('/first/00000002.log', undefined)
    await run.check('middle')
    await run.reopen()
    expect(own(run.found())).toEqual(['log-copy-lost first', 'log-copy-restored first'])
  })

  test('completes a copy that was interrupted, without a word', async () => {
    const run = await written()
    run.disk.poke('/second/00000003.log', undefined)
    expect(own(await run.check('behind'))).toEqual([])
  })

  test('keeps the longer history when the copies disagree, and the other as evidence', async () => {
    const run = await written()
    const other = edited(await bytesAt(run, '/first/00000003.log'), 'entry 7', 'another')
    run.disk.poke('/first/00000003.log', utf8(`${(fromUtf8(other) ?? '').split('\n').slice(0, 2).join('\n')}\n`))
    const found = await run.check('fork')
    expect(own(found)).toEqual(['conflict: the copies differ from segment 3 on; the second is kept, to record 8'])
    expect(await run.disk.list('/first/evidence')).toHaveLength(1)
    await run.reopen()
    expect(own(run.found())).toHaveLength(1)
  })

  test('keeps what both copies still hold when both are damaged', async () => {
    const run = await written()
    for (const copy of ['first', 'second']) {
      const path = `/${copy}/00000002.log`
      run.disk.poke(path, edited(await bytesAt(run, path), '"kind":"service-inspected"', '"kind":"nothing"'))
    }
    await run.reopen()
    expect(run.found().filter((r) => r.kind === 'service-inspected')).toHaveLength(3)
    expect(own(run.found())[0]).toMatch(/^conflict: both copies are unreadable after record 3/)
    expect(await run.disk.list('/first/evidence')).toHaveLength(2)
    expect(run.recorder().health()).toBe('sound')
  })

  test('refuses to open when a copy cannot be read', async () => {
    const run = await written()
    run.disk.failing = ({ does, path }) => (does === 'read' && path.startsWith('/second') ? 'refused' : undefined)
    await expect(run.reopen()).rejects.toThrow(DiskFault)
  })
})

describe('a recorder whose disk is full', () => {
  test('waits, says so, and goes on when there is room again', async () => {
    const run = await bench()
    await run.append(2)
    run.disk.failing = ({ does }) => (does === 'append' || does === 'replace' ? 'torn' : undefined)
    await run.append(1)
    await run.append(1)
    expect(run.unanswered).toBe(2)
    expect(run.told).toEqual(['down'])
    await run.recorder().tend()
    expect(run.unanswered).toBe(2)
    run.disk.failing = () => undefined
    await run.recorder().tend()
    expect(run.unanswered).toBe(0)
    expect(run.told).toEqual(['down', 'sound'])
    await run.recorder().stop()
    expect(own(await run.check('full'))).toEqual([])
  })

  test('opens a log it cannot write to, and writes its findings later', async () => {
    const run = await written()
    run.disk.poke('/first/00000003.log', utf8(`${fromUtf8(await bytesAt(run, '/first/00000003.log'))}{"seq":9`))
    run.disk.failing = ({ does }) => (does === 'append' || does === 'replace' ? 'refused' : undefined)
    await run.reopen()
    expect(run.recorder().health()).toBe('down')
    await run.finish('goes on')
    expect(own(await run.check('full at start'))).toEqual(['recovered 8'])
  })

  test('a segment is closed when it is full', async () => {
    const run = await bench()
    for (let n = 0; n < 20; n++) await run.append(50)
    expect(
      run
        .recorder()
        .segments()
        .map(({ lastSeq }) => lastSeq),
    ).toEqual([450, 900])
    await run.recorder().stop()
    await run.check('full segments')
  })
})
