import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build, formatMessages, stop } from 'esbuild'
import { root } from './root.mjs'
import { Complaint, say } from './say.mjs'

/**
 * Bundles one program of the workspaces into one ES module. Our own packages go in; installed ones are loaded from
 * `node_modules` at run time.
 *
 * @param {string} entry
 * @param {string} outfile
 */
export async function bundle(entry, outfile) {
  try {
    const result = await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
      plugins: [installedStayOutside, placesStayTrue(path.dirname(outfile))],
    })
    for (const line of await formatMessages(result.warnings, { kind: 'warning' })) say(line)
  } catch (error) {
    if (error.errors === undefined) throw error
    for (const line of await formatMessages(error.errors, { kind: 'error' })) say(line)
    throw new Complaint(`${path.relative(root, entry)} could not be built; the lines above say where.`, {
      cause: error,
    })
  } finally {
    await stop()
  }
}

const installedStayOutside = {
  name: 'installed-stay-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind, importer }) => {
      if (kind === 'entry-point' || name.startsWith('@keyturn/')) return undefined
      const [scope, rest] = name.split('/')
      const packageName = name.startsWith('@') ? `${scope}/${rest}` : scope
      if (name.startsWith('node:') || existsSync(path.join(root, 'node_modules', packageName))) {
        return { path: name, external: true }
      }
      return { errors: [{ text: `${path.relative(root, importer)} imports ${name}, which is not installed.` }] }
    })
  },
}

/**
 * In a bundle every `import.meta` would speak of the bundle's folder. Our sources find their data (SQL files, quoted
 * laws) beside themselves, so each keeps the place of its own file, told relative to the bundle.
 */
function placesStayTrue(outFolder) {
  return {
    name: 'places-stay-true',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const text = await readFile(file, 'utf8')
        if (!/\bimport\.meta\.(url|dirname|filename)\b/.test(text)) return undefined
        const own = JSON.stringify(path.relative(outFolder, file).replaceAll('\\', '/'))
        const url = `new URL(${own}, import.meta.url)`
        const contents = text.replaceAll(/\bimport\.meta\.(url|dirname|filename)\b/g, (_, what) => {
          if (what === 'url') return `${url}.href`
          const file = `process.getBuiltinModule('node:url').fileURLToPath(${url})`
          return what === 'filename' ? file : `process.getBuiltinModule('node:path').dirname(${file})`
        })
        return { contents, loader: 'ts' }
      })
    },
  }
}
