import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './root.mjs'

const runModule = path.join(root, 'tools/lib/run.mjs')

/** A program in the foreground, the way `npm start` runs one; `inner` is the source of that program. */
function foreground(inner: string): ChildProcess {
  const outer = `
    import { runInForeground } from ${JSON.stringify(runModule)}
    process.exitCode = await runInForeground(['--input-type=module', '--eval', ${JSON.stringify(inner)}])`
  return spawn(process.execPath, ['--input-type=module', '--eval', outer], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Collects what a child prints and answers when `words` are among it. */
async function printed(child: ChildProcess, words: string, already = ''): Promise<string> {
  let text = already
  while (!text.includes(words)) {
    const [part] = await once(child.stdout ?? child, 'data')
    text += String(part)
  }
  return text
}

const countsSignals = `
  let heard = 0
  process.on('SIGINT', () => { heard += 1; console.log('heard ' + heard); setTimeout(() => process.exit(heard === 1 ? 7 : 8), 700) })
  setInterval(() => {}, 1000)
  console.log('ready ' + process.pid)`

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('one Ctrl-C told twice reaches the program once, and its exit code comes back', async () => {
  const child = foreground(countsSignals)
  const pid = Number(/ready (\d+)/.exec(await printed(child, 'ready '))?.[1])
  const ended = once(child, 'close')
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await printed(child, 'heard ')).toContain('heard 1')
  child.kill('SIGINT')
  expect(await ended).toEqual([7, null])
  expect(isAlive(pid)).toBe(false)
})

test('a program that fails hands its exit code on', async () => {
  const child = foreground('process.exit(3)')
  expect(await once(child, 'close')).toEqual([3, null])
})

test('a program ended by a signal gives 128 and its number', async () => {
  const child = foreground(`process.kill(process.pid, 'SIGKILL')`)
  expect(await once(child, 'close')).toEqual([137, null])
})

test('a program whose starter was killed is asked to stop', async () => {
  const child = foreground(`
    process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0) })
    setInterval(() => {}, 1000)
    console.log('ready')`)
  const text = await printed(child, 'ready')
  child.kill('SIGKILL')
  expect(await printed(child, 'asked to stop', text)).toContain('asked to stop')
})
