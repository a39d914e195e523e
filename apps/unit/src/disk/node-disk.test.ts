import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { utf8 } from '@keyturn/evidence/bytes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeDisk } from './node-disk.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keyturn-disk-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the real disk', () => {
  test('appends, syncs, replaces and removes in folders it makes itself', async () => {
    const disk = nodeDisk()
    const file = path.join(folder, 'a', 'b', '1.log')
    await disk.append(file, utf8('one'))
    await disk.sync(file)
    await disk.append(file, utf8(' two'))
    await disk.sync(file)
    expect(Buffer.from((await disk.read(file)) ?? []).toString()).toBe('one two')
    await disk.replace(file, utf8('three'))
    await disk.append(file, utf8(' four'))
    await disk.sync(file)
    expect(Buffer.from((await disk.read(file)) ?? []).toString()).toBe('three four')
    await writeFile(path.join(folder, 'a', 'b', '2.log.new'), 'unfinished')
    expect(await disk.list(path.join(folder, 'a', 'b'))).toEqual(['1.log'])
    await disk.remove(file)
    expect(await disk.read(file)).toBeUndefined()
    expect(await disk.list(path.join(folder, 'nowhere'))).toEqual([])
    await disk.close()
  })

  test('fails where it cannot write, and works again afterwards', async () => {
    const disk = nodeDisk()
    const blocked = path.join(folder, 'blocked')
    await writeFile(blocked, 'a file where a folder should be')
    const file = path.join(blocked, '1.log')
    await expect(disk.append(file, utf8('x'))).rejects.toThrow(/ENOTDIR|EEXIST/)
    await rm(blocked)
    await disk.append(file, utf8('x'))
    await disk.sync(file)
    expect((await stat(file)).size).toBe(1)
    await disk.close()
  })
})
