import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'
import { runToEnd } from './run.mjs'
import { Complaint } from './say.mjs'

const folders = ['packages', 'apps', 'tools', 'conformance', 'bench']

/**
 * Cruises the sources below `base` with the rules of `.dependency-cruiser.cjs`.
 *
 * @param {string} base a checkout, or a folder laid out like one
 * @returns {Promise<{ modules: number, crossings: number, violations: string[] }>} `crossings` are imports from one
 *   workspace into another: none at all would mean that imports were not followed
 * @throws {Complaint} when the cruiser gives no report
 */
export async function cruise(base = root) {
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const present = folders.filter((folder) => existsSync(path.join(base, folder)))
  const config = ['--config', path.join(base, '.dependency-cruiser.cjs'), '--output-type', 'json']
  const { text } = await runToEnd(process.execPath, [program, ...present, ...config], { cwd: base, outputOnly: true })
  const report = parse(text)
  const own = report.modules.filter(({ source }) => isOwn(source))
  return {
    modules: own.length,
    crossings: own.flatMap(({ source, dependencies }) =>
      dependencies.filter(({ resolved }) => isOwn(resolved) && workspaceOf(resolved) !== workspaceOf(source)),
    ).length,
    violations: report.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}${why(report, rule)}`,
    ),
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Complaint(`dependency-cruiser gave no report: ${text.slice(0, 2000)}`, { cause })
  }
}

const why = (report, rule) => {
  const found = report.summary.ruleSetUsed.forbidden.find(({ name }) => name === rule.name)
  return found?.comment === undefined ? '' : ` (${found.comment})`
}

const isOwn = (file) => !file.includes('node_modules/') && folders.some((folder) => file.startsWith(`${folder}/`))
const workspaceOf = (file) => file.split('/').slice(0, 2).join('/')
