import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bundle } from './bundle.mjs'
import { root } from './root.mjs'

// Inside the checkout, because the bundle loads installed packages from the folders above it.
const parent = path.join(root, 'node_modules/.cache/keyturn')
mkdirSync(parent, { recursive: true })
const base = mkdtempSync(path.join(parent, 'bundle-test-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const file = path.join(base, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

test('a bundle keeps every source in its place and installed packages outside', async () => {
  write(
    'src/deep/where.ts',
    'export const where: readonly string[] = [import.meta.dirname, import.meta.filename, import.meta.url]\n',
  )
  const entry = write(
    'src/main.ts',
    "import { parse } from 'yaml'\nimport { where } from './deep/where.ts'\nconsole.log(JSON.stringify([parse('1'), ...where]))\n",
  )
  const outfile = path.join(base, 'dist/program.mjs')
  await bundle(entry, outfile)
  const said: unknown = JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' }))
  const file = path.join(base, 'src/deep/where.ts')
  expect(said).toEqual([1, path.dirname(file), file, `file://${file}`])
})

test('an import that is not installed is named', async () => {
  const entry = write('src/absent.ts', "import { a } from 'a-package-that-nobody-installed'\nconsole.log(a)\n")
  await expect(bundle(entry, path.join(base, 'dist/absent.mjs'))).rejects.toThrow('could not be built')
})
