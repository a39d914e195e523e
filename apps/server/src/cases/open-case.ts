/** Opens a case: its row and its first fact, in one transaction. */

import { caseLawOf } from '@keyturn/cases/program/case-law.ts'
import type { Participant } from '@keyturn/cases/program/fact.ts'
import { mayRecordKind } from '@keyturn/contract/fact-access.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { assert, type CaseId, caseId, type Instant, iso } from '@keyturn/domain/units.ts'
import { addCase, findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { problem, type Refusal } from '../kernel/answer.ts'
import { allOrNothing } from './all-or-nothing.ts'
import type { CaseParts } from './case-parts.ts'
import { answeredBefore, type Change, type Changed, changeCase } from './change-case.ts'
import { digestOf } from './judged.ts'

export type Opening = {
  /** Undefined: one is made from the caller's key, so that the same request again is the same case. */
  readonly caseId: CaseId | undefined
  readonly actor: Actor
  readonly jurisdiction: string
  readonly participant: Participant
  readonly at: Instant | undefined
  readonly key: string
}

type Ok = Extract<Changed, { readonly kind: 'ok' }>
type OpenRefusal = 'bad-request' | 'forbidden' | 'idempotency-key-reused' | 'case-exists' | 'unknown-jurisdiction'
export type Opened = Ok | Refusal<OpenRefusal>

export async function openCase(parts: CaseParts, told: Opening): Promise<Opened> {
  const { actor, jurisdiction } = told
  if (caseLawOf(jurisdiction) === undefined) {
    return problem('unknown-jurisdiction', `No program of ${jurisdiction} is known here.`)
  }
  const isOwn = actor.role === 'operator' || actor.jurisdiction === jurisdiction
  if (!isOwn || !mayRecordKind(actor, 'case-opened')) {
    return problem('forbidden', `The role ${actor.role} may not open a case under ${jurisdiction}.`)
  }
  const now = parts.clock.now()
  if (told.at !== undefined && told.at > now) {
    return problem('bad-request', `body.at: it is ${iso(now)} here, and what has not happened yet is no fact.`)
  }
  const change = changeOf(told, told.caseId ?? madeId(told))
  return allOrNothing(parts.pool, actor, async (client): Promise<Opened> => {
    const again = await answeredBefore(client, change)
    if (again !== undefined) return opened(again)
    if (!(await addCase(client, { caseId: change.caseId, jurisdiction, at: told.at ?? now }))) {
      const seen = await findCase(client, change.caseId)
      // Somebody sent the same request at the same moment, and was first.
      const meanwhile = seen === undefined ? undefined : await answeredBefore(client, change)
      if (meanwhile !== undefined) return opened(meanwhile)
      return problem('case-exists', `There is a case ${change.caseId} already. Choose another id.`)
    }
    return opened(await changeCase(parts, client, change, () => null))
  })
}

/** A case that was just made has no state that could refuse its first fact. */
function opened(changed: Changed): Opened {
  if (changed.kind === 'ok') return changed
  const { code } = changed
  assert(code === 'idempotency-key-reused' || code === 'bad-request', `a new case refuses its opening: ${code}`)
  return { ...changed, code }
}

const changeOf = ({ actor, jurisdiction, participant, at, key }: Opening, id: CaseId): Change => ({
  caseId: id,
  actor,
  at,
  body: { kind: 'case-opened', jurisdiction, participant },
  key,
  ifMatch: null,
})

/** `MA-7Q4K-X2HB-9D`: the state, and ten characters that follow from who asked and how they called it. */
function madeId({ actor, jurisdiction, key }: Opening): CaseId {
  const digest = digestOf(JSON.stringify([actor.user, key]))
  const [a, b, c] = [digest.slice(0, 8), digest.slice(8, 16), digest.slice(16, 20)].map((part) =>
    part.replaceAll(/../g, (pair) => LETTERS[Number.parseInt(pair, 16) % 32] ?? ''),
  )
  return caseId(`${jurisdiction.slice(-2)}-${a}-${b}-${c}`)
}

/** No 0 and O, no 1 and I: ids are read over the telephone. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
