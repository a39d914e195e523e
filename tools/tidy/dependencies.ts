import type { Finding } from './finding.ts'
import type { Source } from './source.ts'

const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

/** Installed packages that a `package.json` names, with the version asked for; our own are left out. */
export function namedBy({ text }: Source): { name: string; version: string }[] {
  const manifest: { [group in (typeof groups)[number]]?: Record<string, string> } = JSON.parse(text)
  return groups
    .flatMap((group) => Object.entries(manifest[group] ?? {}))
    .filter(([name]) => !name.startsWith('@keyturn/'))
    .map(([name, version]) => ({ name, version }))
}

/** Versions are exact: what was tested is what is installed. */
export const inexact = (source: Source): Finding[] =>
  namedBy(source)
    .filter(({ version }) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(({ name, version }) => ({
      file: source.file,
      line: 1,
      message: `${name} asks for ${version}, not one version.`,
    }))

/** The packages to which the register of dependencies gives a row: the code span at the start of a table row. */
export const explained = (register: string): string[] =>
  [...register.matchAll(/^\| `([^`]+)` \|/gm)].flatMap(([, name]) => name ?? [])

const covers = (row: string, name: string): boolean =>
  row.endsWith('/*') ? name.startsWith(row.slice(0, -1)) : row === name

/** Packages without a row, and rows without a package. */
export function unexplained(register: Source, manifests: readonly Source[]): Finding[] {
  const rows = explained(register.text)
  const named = new Set(manifests.flatMap(namedBy).map(({ name }) => name))
  const missing = [...named].filter((name) => !rows.some((row) => covers(row, name)))
  const stale = rows.filter((row) => ![...named].some((name) => covers(row, name)))
  return [
    ...missing.map((name) => ({
      file: register.file,
      line: 1,
      message: `${name} has no row that says what it is for.`,
    })),
    ...stale.map((row) => ({ file: register.file, line: 1, message: `${row} is no dependency any more.` })),
  ]
}
