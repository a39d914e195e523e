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

  test('keeps what it writes for the owner alone', async () => {
    const disk = nodeDisk()
    const [appended, replaced] = ['c/d/1.log', 'e/2.log'].map((name) => path.join(folder, name))
    if (appended === undefined || replaced === undefined) throw new Error('two files')
    await disk.append(appended, utf8('one'))
    await disk.sync(appended)
    await disk.replace(replaced, utf8('two'))
    const mode = async (where: string) => ((await stat(where)).mode & 0o777).toString(8)
    expect(await Promise.all([appended, replaced].map(mode))).toEqual(['600', '600'])
    const folders = [path.join(folder, 'c'), path.dirname(appended), path.dirname(replaced)]
    expect(await Promise.all(folders.map(mode))).toEqual(['700', '700', '700'])
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
