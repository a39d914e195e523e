/** The chance that makes a device ask for its first retest as early, or as late, as its profile allows. */
import { roll } from '@keyturn/device/chance.ts'
import type { DeviceConfig } from '@keyturn/device/config.ts'
import { restore } from '@keyturn/device/restore.ts'
import { draftOf } from '@keyturn/device/state.ts'

const TRIES_MAX = 20_000_000
const known = new Map<string, number>()

/** A draw whose first retest interval is exactly the least, or the greatest, of the range. */
export function drawFor(which: 'earliest' | 'latest', config: DeviceConfig): number {
  const { min, max } = config.retestFirst
  const name = `${which} ${min} ${max}`
  const found = known.get(name)
  if (found !== undefined) return found
  const wanted = which === 'earliest' ? min : max
  const draft = draftOf(restore([], config))
  for (let draw = 0; draw < TRIES_MAX; draw++) {
    draft.chance = draw
    if (roll(draft, config.retestFirst) !== wanted) continue
    known.set(name, draw)
    return draw
  }
  throw new Error(`no draw gives the ${which} retest of ${config.profile}`)
}
