import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockFolder } from './lock.ts'

const ROUNDS = 4
const STARTERS = 10

let folder = ''
const program = () => path.join(folder, 'starter.mjs')
const running = new Set<ChildProcess>()

/** A process that takes the lock when it is told to, says whether it got it, and then stays. */
const STARTER = `
  import { lockFolder } from './lock.ts'
  process.on('message', (data) =>
    lockFolder(data).then(() => process.send('held'), (error) => process.send(error.message)))
  process.on('disconnect', () => process.exit())
  process.send('ready')
`

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keyturn-lock-'))
  await build({
    stdin: { contents: STARTER, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: program(),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function starter(): Promise<ChildProcess> {
  const child = fork(program())
  running.add(child)
  await once(child, 'message')
  return child
}

async function told(child: ChildProcess, data: string): Promise<string> {
  const answer = once(child, 'message')
  child.send(data)
  const [said] = await answer
  return String(said)
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  running.delete(child)
}

test('of many starters after a kill exactly one gets the folder', async () => {
  const data = path.join(folder, 'raced')
  let holder = await starter()
  expect(await told(holder, data)).toBe('held')
  for (let round = 0; round < ROUNDS; round++) {
    const others = await Promise.all(Array.from({ length: STARTERS }, starter))
    await kill(holder)
    const answers = await Promise.all(others.map((each) => told(each, data)))
    expect(answers.filter((said) => said === 'held')).toHaveLength(1)
    expect(answers.filter((said) => said.startsWith('another unit '))).toHaveLength(STARTERS - 1)
    for (const [i, each] of others.entries()) {
      if (answers[i] === 'held') holder = each
      else await kill(each)
    }
  }
  await kill(holder)
  // Neither locks nor drafts pile up.
  expect((await readdir(data)).length).toBeLessThanOrEqual(2)
}, 60_000)

test('a folder that was given back is free for the same process', async () => {
  const data = path.join(folder, 'given-back')
  const release = await lockFolder(data)
  await expect(lockFolder(data)).rejects.toThrow(/another unit runs on .*given-back; stop it/)
  await release()
  await (await lockFolder(data))()
  expect((await stat(data)).mode & 0o777).toBe(0o700)
})

test.each([
  ['of a process that has ended', '{"pid":4194304,"started":"1","boot":null,"namespace":null}'],
  ['that a power cut left empty', ''],
])('a lock %s holds nobody up', async (what, text) => {
  const data = path.join(folder, what)
  await mkdir(data)
  await writeFile(path.join(data, 'unit.lock.7'), text)
  await (await lockFolder(data))()
  expect(await readdir(data)).toContain('unit.lock.8')
})
