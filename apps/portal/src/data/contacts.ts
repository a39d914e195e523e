/** Whom to call: authority, vendors and service centers, kept for a time without network. */
import type { Instant } from '@keyturn/domain/units.ts'
import { ownNow } from './clock.ts'
import { askJson, Problem, Unreachable } from './http.ts'
import { keep, keptAs } from './keep.ts'
import { list, moment, object, oneOf, orNull, text } from './read.ts'

const contact = object({
  id: text,
  kind: oneOf('vendor', 'center', 'authority'),
  name: text,
  states: list(text),
  address: orNull(text),
  telephone: orNull(text),
  website: orNull(text),
})
export type Contact = ReturnType<typeof contact>

const contacts = list(contact)
const organizations = object({ organizations: contacts })
const kept = object({ at: moment, contacts })

export type Contacts = {
  readonly contacts: readonly Contact[]
  /** When this browser asked for them, by its own clock; null when it never could. */
  readonly at: Instant | null
  readonly from: 'server' | 'kept' | 'nobody'
}

const KEPT = 'contacts'

/** Asks the server and keeps what it says; else what was kept. The car answers 404: it knows nobody's number. */
export async function readContacts(signal: AbortSignal): Promise<Contacts> {
  try {
    const answer = await askJson('/v1/organizations', (body) => organizations(body, 'answer').organizations, {
      whom: 'the server',
      signal,
    })
    const at = ownNow()
    keep(KEPT, { at, contacts: answer })
    return { contacts: answer, at, from: 'server' }
  } catch (cause) {
    if (!(cause instanceof Unreachable || cause instanceof Problem)) throw cause
    const found = keptAs(KEPT, kept)
    return found === undefined ? { contacts: [], at: null, from: 'nobody' } : { ...found, from: 'kept' }
  }
}

/** Asked for by every page of a driver, so that the numbers are there when they are needed. */
export const contactsQuery = {
  queryKey: ['contacts'],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => readContacts(signal),
  staleTime: 3_600_000,
} as const
