import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './root.mjs'

const lockModule = path.join(root, 'tools/lib/lock.mjs')

test('two processes at once work one after the other', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-lock-test-'))
  const diary = path.join(folder, 'diary')
  appendFileSync(diary, '')
  const work = `
    import { appendFileSync } from 'node:fs'
    import { alone } from ${JSON.stringify(lockModule)}
    await alone(async () => {
      appendFileSync(${JSON.stringify(diary)}, 'in ')
      await new Promise((resolve) => setTimeout(resolve, 300))
      appendFileSync(${JSON.stringify(diary)}, 'out ')
    }, ${JSON.stringify(path.join(folder, 'lock'))})`
  try {
    const children = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module', '--eval', work]))
    await Promise.all(children.map((child) => once(child, 'close')))
    expect(readFileSync(diary, 'utf8')).toBe('in out in out in out ')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the lock of a process that died is taken over', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-lock-test-'))
  const lock = path.join(folder, 'lock')
  const dying = spawn(process.execPath, ['--eval', ''])
  await once(dying, 'close')
  appendFileSync(lock, String(dying.pid))
  try {
    const { alone } = await import('./lock.mjs')
    expect(await alone(async () => 'done', lock)).toBe('done')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
