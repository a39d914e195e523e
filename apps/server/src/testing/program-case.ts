/**
 * A Massachusetts case that is under way: opened, approved, a device installed, visits kept. For tests of what follows.
 */
import type { Client } from '@keyturn/contract/client.ts'
import { type Instant, parseInstant } from '@keyturn/domain/units.ts'
import type { Clock } from '../clock.ts'
import { approval, car, conviction, opened, recorded, type SentFact } from './case-facts.ts'

/** Moves the clock of a test server; `base` is the moment it was made with. */
export const clockAt = (clock: Clock, base: Instant) => (moment: string) =>
  clock.setOffset((parseInstant(moment) ?? base) - base)

export type Under = {
  readonly officer: Client
  readonly provider: Client
  readonly at: (moment: string) => void
  readonly jurisdiction?: string
  readonly vendor?: string
  readonly device?: string
}

/** Opens a case in January 2026 and has a device installed on 2 March, each recorded when it happened. */
export async function caseWithDevice(caseId: string, under: Under): Promise<string> {
  const { officer, provider, at, vendor = 'acme', device = 'ACME-0001' } = under
  at('2026-01-05T15:00:00Z')
  await opened(officer, caseId, { jurisdiction: under.jurisdiction ?? 'US-MA', number: `S-${caseId}` })
  await told(officer, caseId, conviction)
  await told(officer, caseId, { ...conviction, on: '2019-05-01' })
  at('2026-02-02T15:00:00Z')
  await told(officer, caseId, approval)
  await told(officer, caseId, car())
  await told(officer, caseId, { kind: 'vendor-chosen', vendor, center: 'acme-boston' })
  at('2026-03-02T14:00:00Z')
  await told(provider, caseId, {
    kind: 'device-installed',
    device,
    vehicle: 'car-1',
    vendor,
    center: 'acme-boston',
    technician: 'T-9',
    identity: 'passport',
    instructed: true,
    dueOn: '2026-04-01',
    certificate: 'C-1',
  })
  return caseId
}

/** A kept visit, recorded when it happened. */
export async function visitKept(
  { provider, at, device = 'ACME-0001' }: Under,
  caseId: string,
  moment: string,
  purpose: 'scheduled' | 'lockout' = 'scheduled',
): Promise<number> {
  at(moment)
  return told(provider, caseId, {
    kind: 'visit-kept',
    device,
    center: 'acme-boston',
    technician: 'T-9',
    purpose,
    dueOn: null,
    sound: true,
    uploaded: true,
  })
}

/** Records a fact and answers its place. @throws Error with the refusal */
export async function told(call: Client, caseId: string, fact: SentFact): Promise<number> {
  const answer = await recorded(call, caseId, fact)
  if (!answer.ok) throw new Error(`${fact.kind} refused: ${answer.problem.detail}`)
  return answer.value.seq
}
