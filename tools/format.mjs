// `npm run format`: lets Biome write, then folds comments that are wider than the columns `tools/tidy` allows, which no
// formatter does.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { filesBelow } from './lib/files.mjs'
import { fold } from './lib/fold-comments.mjs'
import { root } from './lib/root.mjs'
import { runToEnd } from './lib/run.mjs'
import { runProgram, say } from './lib/say.mjs'

await runProgram(async () => {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  const asked = process.argv.slice(2)
  const { code } = await runToEnd(process.execPath, [biome, 'check', '--write', ...asked], { live: true })
  const isAsked = (file) => asked.length === 0 || asked.some((place) => file.startsWith(path.normalize(place)))
  for (const file of filesBelow('', (name) => /\.[cm]?[jt]sx?$/.test(name) && isAsked(name))) {
    const text = readFileSync(path.join(root, file), 'utf8')
    const folded = fold(text)
    if (folded === text) continue
    writeFileSync(path.join(root, file), folded)
    say(`Folded wide comments in ${file}.`)
  }
  return code
})
