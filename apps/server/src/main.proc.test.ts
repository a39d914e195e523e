import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { client } from '@keyturn/contract/client.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { placeIn } from '@keyturn/store/embedded/place.ts'
import { runningPostmaster } from '@keyturn/store/embedded/postmaster-file.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { allMigrations } from '@keyturn/store/migrations.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { operatorToken } from './keys.ts'
import { endOf, serverProcess, spawnServer } from './testing/server-process.ts'
import { enrollment, testDevice } from './testing/test-server.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'keyturn-main-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

async function refusal(env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const { child, errors } = spawnServer({ KEYTURN_PORT: '0', KEYTURN_DATA: folder(), ...env })
  const code = await endOf(child)
  return { code, said: errors() }
}
/** One sentence or two, on one line, and no stack. */
const oneLine = /^[^\n]+\n$/

describe('a server that cannot start says why, and ends with 1', () => {
  test('the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, said } = await refusal({
      KEYTURN_PORT: String(port),
      DATABASE_URL: (await cluster.database()).appUrl,
    })
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain(`Port ${port} is taken`)
    other.close()
  })

  test('the database is missing', async () => {
    const { code, said } = await refusal({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/none' })
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain('postgres://me@127.0.0.1:9/none')
    expect(said).not.toContain('secret')
  })

  test('the database has no schema yet', async () => {
    const { code, said } = await refusal({ DATABASE_URL: (await cluster.emptyDatabase()).appUrl })
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain('keyturn migrate')
  })

  test('the database has a newer schema', async () => {
    const db = await cluster.database()
    const newer = { id: 99, breaking: true, statements: ['select 1'] }
    await migrate(db.ownerUrl, [...allMigrations(), newer])
    const { code, said } = await refusal({ DATABASE_URL: db.appUrl })
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain('newer Keyturn')
  })

  test.each([
    ['KEYTURN_PORT', '99999'],
    ['DATABASE_URL', 'mysql://x'],
    ['KEYTURN_NAME', 'Not A Name'],
    ['KEYTURN_CLOCK_OFFSET_MS', '5'],
    ['KEYTURN_OPERATOR_TOKEN', 'short'],
  ])('%s=%s', async (name, value) => {
    const { code, said } = await refusal({ [name]: value })
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain(name)
  })

  test('the data folder is a file', async () => {
    const file = path.join(folder(), 'file')
    writeFileSync(file, '')
    const { code, said } = await refusal({ KEYTURN_DATA: file })
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain(file)
  })

  test('its key can be read by others', async () => {
    const dataDir = folder()
    const env = { KEYTURN_DATA: dataDir, DATABASE_URL: (await cluster.database()).appUrl }
    const server = await serverProcess(env)
    server.child.kill('SIGTERM')
    await endOf(server.child)
    expect(statSync(path.join(dataDir, 'receipt-key.pem')).mode & 0o777).toBe(0o600)
    chmodSync(path.join(dataDir, 'receipt-key.pem'), 0o644)
    const { code, said } = await refusal(env)
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(oneLine) })
    expect(said).toContain('chmod 600')
  })
})

describe('a server that is told to stop', () => {
  test('finishes what has begun, ends with 0, and leaves no PostgreSQL', async () => {
    const dataDir = folder()
    const { child, url } = await serverProcess({ KEYTURN_DATA: dataDir })
    const call = client({ baseUrl: url, token: operatorToken(dataDir) })
    const device = testDevice(1)
    expect(await call(enrollDevice, { params: {}, body: enrollment(device) })).toMatchObject({ ok: true })
    const { bytes } = device.log(...Array.from({ length: 100 }, () => 12))
    const upload = call(appendLog, { params: { deviceId: device.id }, body: bytes })
    await pause(5)
    child.kill('SIGTERM')
    const outcome = await upload.catch((error: unknown) => error)
    expect(await endOf(child)).toBe(0)
    // Either it was on its way in and is answered, or it was not taken at all.
    expect(outcome instanceof Error || JSON.stringify(outcome).includes('"lastSeq":1200')).toBe(true)
    expect(runningPostmaster(placeIn(dataDir).cluster)).toBeUndefined()
  })

  test('and one that is killed leaves none either; its data is there again', async () => {
    const dataDir = folder()
    const first = await serverProcess({ KEYTURN_DATA: dataDir })
    const token = operatorToken(dataDir)
    const device = testDevice(2)
    const body = enrollment(device)
    await client({ baseUrl: first.url, token })(enrollDevice, { params: {}, body })
    const upload = { params: { deviceId: device.id }, body: device.log(12).bytes }
    const before = await client({ baseUrl: first.url })(appendLog, upload)
    first.child.kill('SIGKILL')
    await endOf(first.child)
    for (let i = 0; i < 200 && runningPostmaster(placeIn(dataDir).cluster) !== undefined; i++) await pause(50)
    expect(runningPostmaster(placeIn(dataDir).cluster)).toBeUndefined()
    const second = await serverProcess({ KEYTURN_DATA: dataDir })
    expect(await client({ baseUrl: second.url })(appendLog, upload)).toEqual(before)
    second.child.kill('SIGTERM')
    expect(await endOf(second.child)).toBe(0)
  })

  test('a supervisor moves the clock of a demo, and no other’s', async () => {
    const dataDir = folder()
    const database = (await cluster.database()).appUrl
    for (const [demo, moved] of [
      ['1', true],
      ['0', false],
    ] as const) {
      const { child, url } = await serverProcess({
        KEYTURN_DATA: dataDir,
        DATABASE_URL: database,
        KEYTURN_PUBLIC_DEMO: demo,
      })
      child.send({ clockOffsetMs: 86_400_000 * 365 })
      const device = testDevice(moved ? 3 : 4)
      const call = client({ baseUrl: url, token: operatorToken(dataDir) })
      const here = Date.now()
      const answer = await call(enrollDevice, { params: {}, body: enrollment(device) })
      const ahead = answer.ok ? Date.parse(answer.value.enrolledAt) - here : Number.NaN
      expect(ahead > 86_400_000 * 300).toBe(moved)
      child.disconnect()
      expect(await endOf(child)).toBe(0)
    }
  })
})
