/** Builds the portal as a release is built, into a folder of its own, so that a test never sees an old build. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const portal = path.resolve(import.meta.dirname, '..')
const vite = path.resolve(portal, '../../node_modules/vite/bin/vite.js')

export type Built = { readonly folder: string; readonly remove: () => void }

/** @throws Error with the builder's own words when the portal does not build */
export async function buildPortal(): Promise<Built> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-portal-'))
  const args = [vite, 'build', portal, '--outDir', folder, '--emptyOutDir', '--manifest', '--logLevel', 'warn']
  // The test runner's own NODE_ENV would give React's build for development.
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (said += part))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The portal does not build: ${said}`)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
