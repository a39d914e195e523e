import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'
import { runToEnd } from './run.mjs'
import { Complaint, say, secondsSince } from './say.mjs'

const lockPath = path.join(root, 'package-lock.json')
const installedPath = path.join(root, 'node_modules/.package-lock.json')
const stampPath = path.join(root, 'node_modules/.keyturn-installed')

/**
 * Installs the locked dependencies when they are absent or not the ones of the lock. Cheap when nothing is to be done:
 * one file is hashed.
 *
 * @throws {Complaint} when npm cannot install them
 */
export async function ensureInstalled() {
  const lock = readFileSync(lockPath)
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted) return
  if (existsSync(installedPath)) {
    const missing = missingPackages(JSON.parse(lock.toString()), JSON.parse(readFileSync(installedPath, 'utf8')))
    if (missing.length === 0) {
      writeFileSync(stampPath, wanted)
      return
    }
    say(`Dependencies are not those of package-lock.json (${missing.length} differ, first ${missing[0]}).`)
  }
  await install(Object.keys(JSON.parse(lock.toString()).packages).length)
  writeFileSync(stampPath, wanted)
}

async function install(count) {
  const startedAt = performance.now()
  say(`Installing ${count} packages with npm; this happens once and takes about a minute …`)
  // Development packages are asked for by name because NODE_ENV=production would leave out the builder.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  const viaNode = npm !== undefined && /\.[cm]?js$/.test(npm)
  const file = viaNode ? process.execPath : process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { code } = await runToEnd(file, viaNode ? [npm, ...args] : args, { live: true })
  if (code !== 0) {
    throw new Complaint(
      `npm ci ended with code ${code}. Its own lines above say why; without a network or a proxy setting it cannot download packages.`,
    )
  }
  say(`Installed in ${secondsSince(startedAt)}.`)
}

/**
 * Compares a lock file with npm's note of what it has installed (`node_modules/.package-lock.json`).
 *
 * @param {{ packages: Record<string, object> }} lock
 * @param {{ packages: Record<string, object> }} installed
 * @param {{ platform: string, arch: string }} machine
 * @returns {string[]} places whose package is absent or of another version; optional packages count only when they
 *   are made for this platform
 */
export function missingPackages(lock, installed, { platform, arch } = process) {
  return Object.entries(lock.packages)
    .filter(([place, wanted]) => {
      if (!place.includes('node_modules/') || wanted.link === true) return false
      if (wanted.optional === true && !isFor(wanted, platform, arch)) return false
      return installed.packages[place]?.version !== wanted.version
    })
    .map(([place]) => place)
}

function isFor({ os, cpu, libc }, platform, arch) {
  // A package for one C library, or one that names no system (the WebAssembly fall-backs), is left for npm to choose.
  if (libc !== undefined || os === undefined) return false
  return os.includes(platform) && (cpu === undefined || cpu.includes(arch))
}
