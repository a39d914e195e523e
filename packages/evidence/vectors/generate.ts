/** Writes `conformance/vectors` anew: `node tools/run-ts.mjs packages/evidence/vectors/generate.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { vectorFiles } from './files.ts'

const folder = path.join(import.meta.dirname, '../../../conformance/vectors')
for (const [name, bytes] of vectorFiles()) {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, bytes)
}
console.log(`wrote ${vectorFiles().size} files to conformance/vectors`)
