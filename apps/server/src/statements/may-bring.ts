/** Whose statements somebody may bring. The signature says what it says; this keeps one's post in one's own house. */
import type { Actor } from '@keyturn/domain/actor.ts'
import type { Speaker, Statement } from '@keyturn/evidence/statement/statement.ts'
import { jurisdictionOf } from './speaker.ts'

/** Why not, in a sentence; null when they may. The operator may bring anything. */
export function whyNotBring(actor: Actor, statement: Statement, speaker: Speaker): string | null {
  if (actor.role === 'operator') return null
  const jurisdiction = jurisdictionOf(statement, speaker)
  if (actor.jurisdiction !== null && jurisdiction !== '*' && jurisdiction !== actor.jurisdiction) {
    return `It is of ${jurisdiction}, and you act for ${actor.jurisdiction}.`
  }
  const vendor = vendorOf(statement, speaker)
  if (actor.vendor !== null && vendor !== null && vendor !== actor.vendor) {
    return `It is of the vendor ${vendor}, and you act for ${actor.vendor}.`
  }
  return actor.jurisdiction === null && actor.vendor === null ? 'You act for no authority and no vendor.' : null
}

/** The vendor whose statement it is; null for what authorities and the root say to everybody. */
function vendorOf(statement: Statement, speaker: Speaker): string | null {
  if (speaker.as === 'vendor') return speaker.id
  if (speaker.as === 'technician') return speaker.vendor
  return statement.kind === 'vendor' ? statement.subject : null
}
