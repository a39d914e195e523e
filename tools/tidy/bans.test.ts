import { expect, test } from 'vitest'
import { bannedIn, bans } from './bans.ts'
import { told } from './finding.ts'
import { isScript, sources } from './source.ts'

const kinds = ['.css', '.sql', '.yaml', '.yml', '.md', '.json']

test('no file uses a banned name', () => {
  const files = sources(
    (file) => (isScript(file) || kinds.some((kind) => file.endsWith(kind))) && file !== 'package-lock.json',
  )
  expect(files.length).toBeGreaterThan(10)
  expect(told(files.flatMap(bannedIn))).toEqual([])
})

test.each(bans.map((ban) => [ban.bad, ban] as const))('the line `%s` is found', (bad, ban) => {
  const file = ['packages/device/src/a.ts', 'packages/device/src/a.test.ts'].find(ban.where)
  expect(file).toBeDefined()
  const found = bannedIn({ file: file ?? '', text: `const first = 1\n${bad}\n` })
  expect(found).toContainEqual(expect.objectContaining({ line: 2, message: expect.stringContaining(ban.instead) }))
})

const innocent = [
  ['packages/cases/src/a.ts', '// The moment is given: never Date.now.\n'],
  ['packages/cases/src/a.ts', "const words = 'new Date() and Math.random and bac'\n"],
  ['packages/cases/src/a.ts', 'const backoff = new Date(0)\n'],
  ['packages/rules/src/us-ma.ts', "if (profile === 'US-MA') use()\n"],
  ['apps/unit/src/main.ts', 'setTimeout(tick, 10)\n'],
  ['apps/server/src/clock.ts', 'export const now = () => Date.now()\n'],
  ['apps/unit/src/crash.proc.test.ts', 'setTimeout(kill, 10)\n'],
  ['apps/portal/src/a.tsx', 'const a = <p>Do not use new Date() or setTimeout</p>\n'],
] as const

test.each(innocent)('in %s, `%s` is allowed', (file, text) => {
  expect(told(bannedIn({ file, text }))).toEqual([])
})
