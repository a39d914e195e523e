import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { CARS } from './cast.ts'

const MINUTES_MAX = 8

test('eight days without servers strand nobody, and then all of them agree [OUT-1] [OUT-2]', {
  timeout: MINUTES_MAX * 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keyturn-drill-test-'))
  try {
    const main = fileURLToPath(new URL('../main.ts', import.meta.url))
    // It leaves nothing behind, so that what it makes can be looked for.
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', main, 'drill', 'outage'], {
      env: { ...process.env, TMPDIR: folder },
      maxBuffer: 16 * 1_024 * 1_024,
    })
    for (const { device, story } of CARS) {
      expect(stdout).toContain(`${device}, which ${story}`)
    }
    expect(stdout).toContain('are ended with kill -9')
    expect(stdout).toContain('by law: 540 CMR 25.06(3)')
    expect(stdout).toMatch(/All agree: \d{3} comparisons, and no difference\.\n$/)
    expect(readdirSync(folder).filter((name) => name.startsWith('keyturn-drill-'))).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
