import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { StoreFailure } from '../failure.ts'
import { openDatabase } from '../open-database.ts'
import { queryOnce } from '../testing/test-cluster.ts'
import { findBinaries, linkLibraries } from './binaries.ts'
import { placeIn, socketFolderFor } from './place.ts'
import { runningPostmaster } from './postmaster-file.ts'
import { guardHere, type RunAs } from './run-as.ts'

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'keyturn-embedded-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

const running = (dataDir: string) => runningPostmaster(placeIn(dataDir).cluster)
/** Waits for a real process to end, up to ten seconds. */
async function gone(dataDir: string): Promise<boolean> {
  for (let i = 0; i < 200 && running(dataDir) !== undefined; i++) await pause(50)
  return running(dataDir) === undefined
}

/** A process of its own that opens the database and says so. */
async function opener(dataDir: string, guard: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('../testing/open-and-wait.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, guard], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout === null) throw new Error('no output to wait for')
  await once(child.stdout, 'data')
  return child
}

describe('the embedded server', () => {
  test('a second opener joins the first, and leaves it running', async () => {
    const dataDir = folder()
    const first = await openDatabase({ dataDir, sync: false })
    const second = await openDatabase({ dataDir, sync: false })
    expect([first.embedded?.started, second.embedded?.started]).toEqual([true, false])
    expect(second.embedded?.pid).toBe(first.embedded?.pid)
    await second.close()
    expect(await queryOnce(first.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await first.close()
    expect(running(dataDir)).toBeUndefined()
  })

  test('two that open an empty folder at once share one server', async () => {
    const dataDir = folder()
    const both = await Promise.all([openDatabase({ dataDir, sync: false }), openDatabase({ dataDir, sync: false })])
    expect(both[0].embedded?.pid).toBe(both[1].embedded?.pid)
    expect(both.filter(({ embedded }) => embedded?.started)).toHaveLength(1)
    for (const { close } of both) await close()
  })

  test('a second start finds the data again', async () => {
    const dataDir = folder()
    const first = await openDatabase({ dataDir, sync: false })
    await queryOnce(first.ownerUrl, 'create table kept as select 42 as answer')
    await first.close()
    const second = await openDatabase({ dataDir, sync: false })
    expect(await queryOnce(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.close()
  })

  test.each([...new Set([guardHere(), 'pipe'])])(
    'no server stays when its parent is killed (%s guard)',
    async (guard) => {
      const dataDir = folder()
      const child = await opener(dataDir, guard)
      expect(running(dataDir)).toBeDefined()
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(await gone(dataDir)).toBe(true)
      const again = await openDatabase({ dataDir, sync: false })
      expect(again.embedded?.started).toBe(true)
      await again.close()
    },
  )

  test('a folder too deep for a socket has it elsewhere', async () => {
    const dataDir = path.join(folder(), 'd'.repeat(60), 'e'.repeat(60))
    const { close, appUrl } = await openDatabase({ dataDir, sync: false })
    expect(await queryOnce(appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await close()
  })

  test('on TCP it listens on this machine only and wants a password', async () => {
    const dataDir = folder()
    const { close, appUrl, ownerUrl } = await openDatabase({ dataDir, sync: false, listen: 'tcp' })
    const [row] = await queryOnce<{ addresses: string }>(
      ownerUrl,
      `select current_setting('listen_addresses') as addresses`,
    )
    expect(row?.addresses).toBe('127.0.0.1')
    await expect(queryOnce(appUrl.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    )
    await close()
  })

  test('a crashed server is recovered at the next start', async () => {
    const dataDir = folder()
    const first = await openDatabase({ dataDir, sync: false })
    await queryOnce(first.ownerUrl, 'create table kept as select 42 as answer')
    process.kill(first.embedded?.pid ?? 0, 'SIGKILL')
    expect(await gone(dataDir)).toBe(true)
    const second = await openDatabase({ dataDir, sync: false })
    expect(await queryOnce(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.close()
  })

  test('one that is kept running comes back after a kill, with its data', async () => {
    const dataDir = folder()
    const said: string[] = []
    const { appUrl, ownerUrl, embedded, close } = await openDatabase({
      dataDir,
      sync: false,
      keepRunning: (words) => said.push(words),
    })
    await queryOnce(ownerUrl, 'create table kept as select 42 as answer')
    const before = embedded?.pid ?? 0
    process.kill(before, 'SIGKILL')
    for (let i = 0; i < 400 && said.length < 2; i++) await pause(25)
    expect(said).toEqual([expect.stringContaining('SIGKILL'), 'The embedded PostgreSQL runs again.'])
    expect(embedded?.pid).not.toBe(before)
    expect(await queryOnce(ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    expect(await queryOnce(appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await close()
    expect(running(dataDir)).toBeUndefined()
  })

  test('passwords are readable by their owner alone', async () => {
    const dataDir = folder()
    const { close } = await openDatabase({ dataDir, sync: false })
    expect(statSync(placeIn(dataDir).passwords).mode & 0o077).toBe(0)
    await close()
  })
})

describe('whoever starts it', () => {
  const uid = process.getuid?.() ?? 0
  // As root there are two ways besides the one that PostgreSQL refuses; anybody else has one.
  const ways: readonly RunAs[] =
    uid === 0 ? [{ kind: 'namespace' }, { kind: 'user', uid: 65_534, gid: 65_534 }] : [{ kind: 'self' }]

  test.each(ways)('it runs as $kind, and finds its data again', async (runAs) => {
    const dataDir = folder()
    // The user that it may have to run as has to reach its folder.
    chmodSync(dataDir, 0o755)
    const first = await openDatabase({ dataDir, sync: false, runAs })
    await queryOnce(first.ownerUrl, 'create table kept as select 42 as answer')
    await first.close()
    const second = await openDatabase({ dataDir, sync: false, runAs })
    expect(await queryOnce(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.close()
    expect(running(dataDir)).toBeUndefined()
  })

  test('its libraries are linked where no install script did it', () => {
    const native = path.join(folder(), 'native')
    mkdirSync(path.join(native, 'lib'), { recursive: true })
    writeFileSync(path.join(native, 'lib/libx.so.60.2'), 'a library')
    writeFileSync(
      path.join(native, 'pg-symlinks.json'),
      '[{"source":"native/lib/libx.so.60.2","target":"native/lib/libx.so.60"}]',
    )
    expect(linkLibraries(native, folder())).toBeUndefined()
    expect(readFileSync(path.join(native, 'lib/libx.so.60'), 'utf8')).toBe('a library')
    expect(linkLibraries(native, folder())).toBeUndefined()
  })
})

describe('what stops it from starting', () => {
  const failureOf = (dataDir: string) =>
    openDatabase({ dataDir, sync: false }).then(
      async ({ close }) => {
        await close()
        return undefined
      },
      (error: unknown) => (error instanceof StoreFailure ? { code: error.code, words: error.message } : error),
    )

  test('a data folder that is a file is named', async () => {
    const file = path.join(folder(), 'file')
    writeFileSync(file, 'not a folder')
    expect(await failureOf(file)).toMatchObject({ code: 'folder-not-writable', words: expect.stringContaining(file) })
  })

  test('a damaged cluster is named with its log', async () => {
    const dataDir = folder()
    const { close } = await openDatabase({ dataDir, sync: false })
    await close()
    rmSync(path.join(placeIn(dataDir).cluster, 'global/pg_control'))
    expect(await failureOf(dataDir)).toMatchObject({
      code: 'start-failed',
      words: expect.stringContaining('postgres.log'),
    })
    expect(existsSync(placeIn(dataDir).log)).toBe(true)
  })

  test('a platform without bundled programs is told of DATABASE_URL', () => {
    expect(() => findBinaries(folder(), 'sunos-sparc')).toThrow('Set DATABASE_URL to a PostgreSQL 15 or newer')
  })

  test('a database that cannot be reached is named without its password', async () => {
    const attempt = openDatabase({ databaseUrl: 'postgres://me:secret@127.0.0.1:9/none', dataDir: folder() })
    const error = await attempt.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreFailure)
    expect(String(error)).toContain('postgres://me@127.0.0.1:9/none')
    expect(String(error)).not.toContain('secret')
  })
})

describe('its socket folder', () => {
  test('a folder that others may enter is not used', () => {
    const runtime = folder()
    const deep = path.join(folder(), 'x'.repeat(100))
    const usual = socketFolderFor(deep, runtime)
    expect(usual?.startsWith(runtime)).toBe(true)
    chmodSync(usual ?? '', 0o755)
    const other = socketFolderFor(deep, runtime)
    expect(other).not.toBe(usual)
    if (other !== undefined) rmSync(other, { recursive: true })
  })
})

test('its settings keep what is committed', () => {
  const source = readFileSync(fileURLToPath(new URL('./server.ts', import.meta.url)), 'utf8')
  expect(source).not.toMatch(/fsync|synchronous_commit|full_page_writes/)
})
