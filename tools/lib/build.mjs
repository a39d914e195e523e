import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { filesBelow } from './files.mjs'
import { root } from './root.mjs'
import { runToEnd } from './run.mjs'
import { Complaint, say, secondsSince } from './say.mjs'

/** The command-line program, everything of ours in one file. */
export const programPath = path.join(root, 'dist/keyturn.mjs')
const portalPath = path.join(root, 'dist/portal')

const isSource = (file) => !/\.test\.tsx?$/.test(file) && !file.endsWith('.md')
const shared = ['package-lock.json', 'tsconfig.base.json', 'tools/lib/build.mjs', 'tools/lib/bundle.mjs']

const targets = [
  {
    name: 'keyturn',
    entry: 'apps/cli/src/main.ts',
    output: programPath,
    folders: ['packages', 'apps/cli', 'apps/server', 'apps/unit', 'apps/bench'],
    build: async () => (await import('./bundle.mjs')).bundle(path.join(root, 'apps/cli/src/main.ts'), programPath),
  },
  {
    name: 'portal',
    entry: 'apps/portal/index.html',
    output: path.join(portalPath, 'index.html'),
    folders: ['packages', 'apps/portal'],
    build: buildPortal,
  },
]

/**
 * Builds what is older than its sources. Sources are compared by content, so a fresh clone or a changed branch builds
 * what it must and nothing else.
 *
 * @throws {Complaint} when something cannot be built; the builder's own words are above it
 */
export async function ensureBuilt() {
  for (const target of targets) {
    if (!existsSync(path.join(root, target.entry))) {
      const absent = `${target.entry} is missing from this checkout`
      if (target.name === 'keyturn') throw new Complaint(`Cannot build ${target.name}: ${absent}.`)
      say(`Going on without the ${target.name}: ${absent}.`)
      continue
    }
    const stampPath = path.join(root, `dist/.built-${target.name}`)
    const wanted = digestOf(target.folders)
    const built = existsSync(target.output) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted
    if (built) continue
    const startedAt = performance.now()
    mkdirSync(path.join(root, 'dist'), { recursive: true })
    await target.build()
    writeFileSync(stampPath, wanted)
    say(`Built ${target.name} in ${secondsSince(startedAt)}.`)
  }
}

/** @param {readonly string[]} folders */
function digestOf(folders) {
  const hash = createHash('sha256')
  const files = [...shared, ...folders.flatMap((folder) => filesBelow(folder, isSource))]
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

async function buildPortal() {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', 'apps/portal', '--outDir', portalPath, '--emptyOutDir', '--logLevel', 'warn']
  const { code, text } = await runToEnd(process.execPath, args)
  if (code === 0) return
  say(text)
  throw new Complaint('The portal could not be built; the lines above say where.')
}
