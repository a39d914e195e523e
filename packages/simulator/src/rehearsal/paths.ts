/** The ways that help can take: which act by which channel. A field of the matrix for each. */
import type { Channel, RehearsedAct } from '@keyturn/contract/endpoints/rehearsal.ts'

/** Mirrors carry what is for everybody; an override is for one device and is handed to it. */
export const PATHS: { readonly [A in RehearsedAct]: readonly Channel[] } = {
  order: ['mirror', 'phone', 'bench', 'qr'],
  override: ['phone', 'bench', 'qr'],
  visit: ['bench'],
  rescue: ['bench'],
  'extension-code': ['telephone'],
  'override-code': ['telephone'],
}

export type Path = { readonly act: RehearsedAct; readonly channel: Channel }

/** All of them, in the order of the table. */
export const allPaths: readonly Path[] = (
  ['order', 'override', 'visit', 'rescue', 'extension-code', 'override-code'] as const
).flatMap((act) => PATHS[act].map((channel) => ({ act, channel })))
