// `npm run structure`: who imports whom, by the rules of .dependency-cruiser.cjs.
import { runProgram, say } from './lib/say.mjs'
import { cruise } from './lib/structure.mjs'

await runProgram(async () => {
  const { modules, crossings, violations } = await cruise()
  for (const violation of violations) say(violation)
  if (modules === 0) say('No module was cruised: the check would pass whatever the sources say.')
  if (crossings === 0) say('No import between workspaces was seen: they cannot all be strangers.')
  say(`structure: ${modules} modules, ${crossings} imports between workspaces, ${violations.length} violations`)
  return violations.length > 0 || modules === 0 || crossings === 0 ? 1 : 0
})
