import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from './lib/root.mjs'
import { cruise } from './lib/structure.mjs'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A checkout in small: the given files under the real rules. */
function checkout(files: Record<string, string>): string {
  const base = mkdtempSync(path.join(os.tmpdir(), 'keyturn-structure-'))
  folders.push(base)
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'tsconfig.base.json', 'package.json']) {
    cpSync(path.join(root, name), path.join(base, name))
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(base, 'node_modules'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(base, name)), { recursive: true })
    writeFileSync(path.join(base, name), text)
  }
  return base
}

const empty = 'export const nothing = 0\n'

test.each([
  ['domain-imports', 'packages/domain/src/a.ts', '../../rules/src/b.ts'],
  ['device-imports', 'packages/device/src/a.ts', '../../cases/src/b.ts'],
  ['cases-imports', 'packages/cases/src/a.ts', '../../device/src/b.ts'],
  ['contract-imports', 'packages/contract/src/a.ts', '../../store/src/b.ts'],
  ['portal-imports', 'apps/portal/src/a.tsx', '../../../packages/cases/src/b.ts'],
  ['packages-never-import-apps', 'packages/store/src/a.ts', '../../../apps/server/src/b.ts'],
  ['apps-meet-in-the-cli', 'apps/unit/src/a.ts', '../../server/src/b.ts'],
])('%s refuses the wrong direction', async (rule, from, to) => {
  const target = path.posix.join(path.posix.dirname(from), to)
  const base = checkout({ [from]: `export { nothing } from '${to}'\n`, [target]: empty })
  const { violations, crossings } = await cruise(base)
  expect(violations.filter((violation) => violation.startsWith(`${rule}:`))).toHaveLength(1)
  expect(crossings).toBe(1)
})

test('the core is refused Node and installed packages', async () => {
  const { violations } = await cruise(
    checkout({
      'packages/device/src/a.ts': "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n",
      'packages/cases/src/b.ts': "import { z } from 'zod'\nexport const b = z\n",
    }),
  )
  expect(violations.filter((violation) => violation.startsWith('core-stands-alone:'))).toHaveLength(2)
})

test('an import that leads nowhere and a cycle are refused', async () => {
  const { violations } = await cruise(
    checkout({
      'packages/rules/src/a.ts': "import { b } from './b.ts'\nexport const a = b\n",
      'packages/rules/src/b.ts': "import { a } from './a.ts'\nimport './absent.ts'\nexport const b = a\n",
    }),
  )
  expect(violations.map((violation) => violation.split(':')[0])).toEqual(
    expect.arrayContaining(['no-cycles', 'resolvable']),
  )
})

test('a file that no program and no test reaches is refused', async () => {
  const { violations } = await cruise(
    checkout({
      'apps/cli/src/main.ts': "import './used.ts'\n",
      'apps/cli/src/used.ts': empty,
      'apps/cli/src/forgotten.ts': empty,
    }),
  )
  expect(violations.map((violation) => violation.split(' (')[0])).toEqual([
    'used: apps/cli/src/forgotten.ts → apps/cli/src/forgotten.ts',
  ])
})

test('a core test may use Node and the right direction passes', async () => {
  const { violations, modules } = await cruise(
    checkout({
      'packages/rules/src/a.ts': "import { nothing } from '../../domain/src/b.ts'\nexport const a = nothing\n",
      'packages/rules/src/a.test.ts': "import 'node:fs'\nimport './a.ts'\n",
      'packages/domain/src/b.ts': empty,
    }),
  )
  expect(violations).toEqual([])
  expect(modules).toBe(3)
})
