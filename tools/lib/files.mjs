import { readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'

const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.keyturn'])

/**
 * Files below `folder` (relative to the root, `''` for all of it) that `keep` accepts, sorted, with forward slashes.
 * Installed, built and hidden data folders are never entered.
 *
 * @param {string} folder
 * @param {(file: string) => boolean} keep
 * @returns {string[]}
 */
export function filesBelow(folder, keep) {
  const found = []
  const visit = (relative) => {
    for (const entry of readdirSync(path.join(root, relative), { withFileTypes: true })) {
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) visit(name)
      } else if (entry.isFile() && keep(name)) found.push(name)
    }
  }
  visit(folder)
  return found.sort()
}

/** @param {string} file */
export const isTypeScript = (file) => /\.[cm]?tsx?$/.test(file)
