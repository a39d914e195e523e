/** Whether the law allows an act, to whom, and which words say so. */
import { groundOf, lawWords } from '@keyturn/cases/law.ts'
import type { MatrixField, RehearsedAct } from '@keyturn/contract/endpoints/rehearsal.ts'
import type { ReliefGiver } from '@keyturn/domain/relief.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import type { Profile, Ruled } from '@keyturn/rules/profile.ts'

type May = MatrixField['may']

/** What the profile says of an act. `by` is empty where nobody may. */
export function mayOf(profile: Profile, act: RehearsedAct): May {
  const { relief, service } = profile
  switch (act) {
    case 'order': {
      const { by, daysMax } = relief.toll.value
      return may(by, `moves dates by ${daysMax} days at most`, relief.toll)
    }
    case 'extension-code': {
      const { by, daysMax } = relief.code.value
      return may(by, `moves the visit by ${daysMax} days at most`, relief.code)
    }
    case 'override':
    case 'override-code': {
      const { by, lasts } = relief.override.value
      // Who comes to the rescue has no secret of the device, so no code of its own.
      const givers = act === 'override' ? by : by.filter((giver) => giver !== 'rescue')
      return may(givers, `a locked car starts on passed tests for ${lasts / 3_600_000} hours, once`, relief.override)
    }
    case 'visit':
      return may(['vendor'], 'serves its own devices; no server is needed for it', service.dueWithinDays)
    case 'rescue':
      return may(
        relief.rescue.value.allowed ? ['rescue'] : [],
        'a center of another owner serves the device on the authority’s word',
        relief.rescue,
      )
    default:
      return unreachable(act)
  }
}

function may(by: readonly ReliefGiver[], what: string, ruled: Ruled<unknown>): May {
  const ground = groundOf(ruled)
  const basis = ground.kind === 'ordered' ? 'cited' : ground.kind
  const words = by.length === 0 ? 'Nobody may.' : `${upper(by.map((giver) => GIVERS[giver]).join(' or '))}: ${what}.`
  return { by: [...by], words, law: lawWords(ground), basis }
}

const GIVERS: { readonly [G in ReliefGiver]: string } = {
  authority: 'the authority',
  vendor: 'the vendor',
  rescue: 'another vendor sent by the authority',
}
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
