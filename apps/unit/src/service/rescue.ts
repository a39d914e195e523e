/** Whose technician may serve this car: its own vendor's, or another's on the authority's word. */

import type { Instant } from '@keyturn/domain/units.ts'
import { giverFor } from '@keyturn/evidence/statement/giver.ts'
import type { StatementOf, Trust } from '@keyturn/evidence/statement/statement.ts'
import { type Trusting, verified } from '../relief/trust.ts'
import { StatementRefused } from './refused.ts'
import type { ServiceAction, Technician } from './session.ts'

export type Rescue = Extract<ServiceAction, { readonly do: 'open' }>['rescue']
type Known = Pick<Trusting, 'identity' | 'shelf'> & { readonly trust: Trust; readonly at: Instant }

/**
 * The rescue by which another vendor's technician serves, the one that was shown or one that the car keeps; null where
 * none is needed.
 *
 * @throws StatementRefused with the reason why the technician may not
 */
export function rescueFor(technician: Technician, shown: string | null, known: Known): Rescue {
  const { identity, shelf, trust, at } = known
  // A device that was never told its vendor is nobody's yet: whoever is approved here may install it.
  const served = { ...identity, vendor: identity.vendor === '' ? technician.vendor : identity.vendor }
  if (giverFor(technician, served, null).kind === 'by') return null
  const rescues =
    shown === null
      ? shelf.several('rescue').flatMap(({ file }) => rescueIn(file, served.jurisdiction, { trust, at }).found)
      : mustBe(rescueIn(shown, served.jurisdiction, { trust, at }))
  const good = rescues.find((rescue) => giverFor(technician, served, rescue).kind === 'by')
  if (good !== undefined) return { credential: good.id, vendor: technician.vendor }
  const given = giverFor(technician, served, rescues[0] ?? null)
  const why = given.kind === 'not' ? given.why : 'the rescue does not fit'
  throw new StatementRefused(why, { statement: rescues[0]?.id ?? technician.id })
}

type Found = { readonly found: readonly StatementOf<'rescue'>[]; readonly why: string; readonly id: string | null }

/** The rescue that a file holds, if it holds and is by this authority. */
export function rescueIn(file: string, jurisdiction: string, { trust, at }: Omit<Known, 'identity' | 'shelf'>): Found {
  const verdict = verified(file, trust, at, { kind: 'rescue' })
  if (verdict.kind === 'refused') return { found: [], why: verdict.why, id: verdict.id }
  const { statement, speaker } = verdict
  if (statement.kind === 'rescue' && speaker.as === 'authority' && speaker.jurisdiction === jurisdiction)
    return { found: [statement], why: '', id: statement.id }
  return { found: [], why: `the rescue is not by the authority of ${jurisdiction}`, id: statement.id }
}

function mustBe({ found, why, id }: Found): Found['found'] {
  if (found.length === 0) throw new StatementRefused(why, { statement: id ?? 'rescue' })
  return found
}
