/**
 * Really doing it: each act by each channel on the real controller, with everything signed by a made-up authority and
 * verified to its root, while the vendor's and the authority's servers are down.
 */
import type { MatrixField } from '@keyturn/contract/endpoints/rehearsal.ts'
import { addDays } from '@keyturn/domain/civil.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { Kit } from '../scenario/kit.ts'
import { runScenario } from '../scenario/run.ts'
import { mayOf } from './may.ts'
import type { Path } from './paths.ts'

export type Done = Pick<NonNullable<MatrixField['rehearsed']>, 'outcome' | 'words'>

/** An order moves by so many days, a code by so many, where the law allows them. */
const ORDER_DAYS = 8
const CODE_DAYS = 7

/** Does one act under a law. What the law forbids is tried too, and has to be refused. */
export function doAct(profile: Profile, path: Path, kit: Kit): Done {
  const { by } = mayOf(profile, path.act)
  const giver = by.includes('authority') ? 'authority' : by.includes('vendor') ? 'vendor' : null
  const allowed = by.length > 0
  const text = scenarioOf(profile, path, { giver: giver ?? 'authority', allowed })
  const ran = runScenario(text, `${path.act} by ${path.channel}`, kit)
  if (ran.kind === 'unreadable') return { outcome: 'failed', words: ran.file.problems[0]?.message ?? 'unreadable' }
  const mismatch = ran.results.flatMap(({ mismatches }) => mismatches)[0]
  if (mismatch !== undefined)
    return { outcome: 'failed', words: `Expected ${mismatch.expected}; ${mismatch.happened} happened.` }
  if (!allowed) return { outcome: 'refused', words: 'The device refused it, as the law wants.' }
  return { outcome: 'works', words: WORKED[path.act] }
}

const WORKED: { readonly [A in Path['act']]: string } = {
  order: 'The date moved, with all servers down.',
  override: 'A locked car started on a passed test.',
  visit: 'The whole visit was done, and the next date was set.',
  rescue: 'Another owner’s center did the whole visit.',
  'extension-code': 'Twelve typed digits moved the date.',
  'override-code': 'Twelve typed digits let a locked car start on a passed test.',
}

type Terms = { readonly giver: 'authority' | 'vendor'; readonly allowed: boolean }

/** The act as a scenario: the car was installed, its visit is near or was missed, nobody's server answers. */
export function scenarioOf(profile: Profile, { act, channel }: Path, { giver, allowed }: Terms): string {
  const startOn = addDays(profile.version, 1)
  const dueOn = addDays(startOn, profile.service.dueWithinDays.value)
  const before = addDays(dueOn, -2)
  const { toll, code } = profile.relief
  const orderDays = Math.min(ORDER_DAYS, toll.value.daysMax)
  const codeDays = Math.min(CODE_DAYS, code.value.daysMax)
  const untouched = `expect: {service due: {on: ${dueOn}, moved by: nothing}}`
  const moved = (days: number) =>
    allowed ? `expect: {service due: {on: ${addDays(dueOn, days)}}, refused: none}` : untouched
  const starts = ['ignition: on', 'blow: 0.000', 'crank', `expect: {engine: ${allowed ? 'running' : 'stopped'}}`]
  const near = `wait until: ${before} 09:00`
  const missed = `wait until: ${addDays(dueOn, 3)} 09:00`
  const steps = (): readonly string[] => {
    switch (act) {
      case 'order': {
        const until = addDays(before, orderDays - 1)
        const order = `order: {name: rehearsal, by: ${giver}, outage: ${before} to ${until}}`
        // The mirror that it stands on is up: a static file at anybody's web server.
        const published = channel === 'mirror' ? ['authority: up'] : []
        return [near, order, ...published, `carry: ${channel}`, moved(orderDays)]
      }
      case 'override':
        return [missed, `override: ${giver}`, `carry: ${channel}`, ...starts]
      case 'override-code':
        return [missed, `code: {gives: override, by: ${giver}}`, ...starts]
      case 'extension-code':
        return [near, `code: {gives: ${codeDays} days, by: ${giver}}`, moved(codeDays)]
      case 'visit':
        return [near, 'visit: offline', visited(profile, before)]
      case 'rescue':
        return [near, 'visit: rescue', allowed ? visited(profile, before) : untouched]
      default:
        return unreachable(act)
    }
  }
  return [
    `title: ${act} by ${channel}`,
    `jurisdiction: ${profile.id}`,
    `start: ${startOn} 09:00`,
    'steps:',
    ...['vendor: down', 'authority: down', ...steps()].map((step) => `  - ${step}`),
    '',
  ].join('\n')
}

const visited = (profile: Profile, on: Parameters<typeof addDays>[0]): string =>
  `expect: {service due: {on: ${addDays(on, profile.service.dueWithinDays.value)}}, refused: none}`
