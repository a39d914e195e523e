import type { Record } from '@keyturn/domain/record.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { CaseRules } from '@keyturn/rules/case-rules.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import type { Interpretation, Profile } from '@keyturn/rules/profile.ts'
import type { Consequence, Finding, LockoutFinding, OtherFinding } from './assessment.ts'
import { inZone } from './calendar.ts'
import { type AnyDraft, type HeldBy, type LockoutDraft, type ResetDraft, ruleIdOf, rulesOf } from './draft.ts'
import type { FactRef, NonEmpty } from './fact.ts'
import { citedLaw, groundOf, type Law } from './law.ts'
import { words } from './words.ts'

/** Where the facts come from, for putting them into words. */
export type Of = { readonly device: DeviceId | null; readonly zone: string; readonly lastHeardAt: Instant | null }

/** The record as a finding names it. */
export const refOf = (record: Record, { device, zone }: Of): FactRef => ({
  // A record was folded, so its device is known; the empty id is never reached.
  device: device ?? ('' as DeviceId),
  seq: record.seq,
  at: record.at,
  kind: record.kind,
  words: words(record, zone),
})

/** A draft in words, with its law, its consequences and the readings it hangs on. */
export function findingOf(draft: AnyDraft, of: Of): Finding {
  const { profile, name } = draft.inForce
  const rule = ruleIdOf(draft)
  const id = idOf(draft)
  const rules = rulesOf(draft.inForce)
  const [first, ...rest] = draft.basis
  const because: NonEmpty<FactRef> = [refOf(first, of), ...rest.map((record) => refOf(record, of))]
  const held = draft.class === 'lockout' || draft.class === 'violation'
  const isRead = held || draft.class === 'violations-reset'
  const body = {
    because,
    cause: draft.cause,
    consequences: held ? attachedTo(rules, rule) : [],
    since: draft.since,
    endedAt: draft.endedAt,
    interpretations: isRead ? readingsOf(profile, rule) : [],
    profile: name,
    derived: derivedOf(draft, of.lastHeardAt),
  }
  switch (draft.class) {
    case 'lockout': {
      const { visitBy, taken, held } = draft
      const { title, law } = draft.rule
      const device = taken === null ? null : refOf(taken, of)
      if (held !== null) return heldFinding({ id, rule, title, ...body }, held, { visitBy, device, zone: of.zone })
      const effect = locks(draft, of.zone)
      return { id, class: 'lockout', rule, title, law: citedLaw(law), effect, ...body, visitBy, device, held: null }
    }
    case 'violations-reset':
      return { id, class: 'violations-reset', rule, ...resetWords(draft, of.zone), ...body, visitBy: draft.visitBy }
    default: {
      const { title, law, effect } = draft
      return { id, class: draft.class, rule, title, law, effect, ...body }
    }
  }
}

type HeldBody = Omit<OtherFinding, 'class' | 'effect' | 'law'>

/** Missed only because the car had not heard of an order: the provider's side failed, and it is held against nobody. */
function heldFinding(
  found: HeldBody,
  { order, dueAt, law, heardAt }: HeldBy,
  { visitBy, device, zone }: Pick<LockoutFinding, 'visitBy' | 'device'> & { readonly zone: string },
): Finding {
  const body = { ...found, law, cause: 'provider', consequences: [], interpretations: [] } as const
  const by = inZone(dueAt, zone)
  if (found.endedAt !== null) {
    const end =
      heardAt === null
        ? `The car never heard of it; a visit ended the lockout on ${inZone(found.endedAt, zone)}.`
        : `The car heard of it on ${inZone(heardAt, zone)} and ended the lockout.`
    return { ...body, class: 'not-held', effect: `Not held against you: by order ${order} the date was ${by}. ${end}` }
  }
  const effect = `The car locks only because it has not heard of order ${order}, by which the date is ${by}. It is not counted and not reported. Carry the order to the car.`
  return { ...body, class: 'lockout', effect, visitBy, device, held: { order, dueAt } }
}

/** The rule and the place of the fact that completed it; corroborating records that came later do not change the id. */
const idOf = (draft: AnyDraft): string => {
  const byCalendar = (draft.class === 'lockout' || draft.class === 'violations-reset') && draft.byCalendar
  const { seq } = byCalendar ? draft.basis[0] : (draft.basis.at(-1) ?? draft.basis[0])
  const about = 'about' in draft ? `:${draft.about}` : ''
  return `${ruleIdOf(draft)}${about}@${seq}`
}

const attached = new WeakMap<CaseRules, Map<string, readonly Consequence[]>>()

function attachedTo(rules: CaseRules, rule: string): readonly Consequence[] {
  return remembered(attached, rules, rule, () =>
    rules.consequences
      .filter(({ to }) => to.includes(rule))
      .map(({ words: said, law }) => ({ words: said, law: citedLaw(law) })),
  )
}

const read = new WeakMap<Profile, Map<string, readonly Interpretation[]>>()

function readingsOf(profile: Profile, rule: string): readonly Interpretation[] {
  const ids = caseRulesFor(profile).readings[rule] ?? []
  return remembered(read, profile, rule, () => profile.interpretations.filter(({ id }) => ids.includes(id)))
}

/** Law is constant: what it attaches to a rule is looked up once. */
function remembered<O extends object, T>(kept: WeakMap<O, Map<string, T>>, of: O, rule: string, make: () => T): T {
  const byRule = kept.get(of) ?? new Map<string, T>()
  kept.set(of, byRule)
  const before = byRule.get(rule)
  if (before !== undefined) return before
  const made = make()
  byRule.set(rule, made)
  return made
}

function derivedOf(draft: AnyDraft, lastHeardAt: Instant | null): Finding['derived'] {
  const byCalendar = (draft.class === 'lockout' || draft.class === 'violations-reset') && draft.byCalendar
  return byCalendar && lastHeardAt !== null && lastHeardAt < draft.since ? { notHeardSince: lastHeardAt } : null
}

function locks({ visitBy }: LockoutDraft, zone: string): string {
  if (visitBy === null) return 'The car does not start again before a service visit.'
  return `The car still starts on a passed test until ${inZone(visitBy, zone)}, so that it can be driven to the service provider. After that it stays locked and has to be towed.`
}

function resetWords({ inForce, visitBy }: ResetDraft, zone: string) {
  const reset = inForce.profile.violationsReset
  const by = inZone(visitBy, zone)
  return {
    title: 'A violations service is due',
    // The draft was made from this rule, so it is there; without one there is nothing to assume either.
    law: reset === null ? logless : groundOf(reset.serviceWithin),
    effect: `The car has to be brought to the service provider by ${by}. If it is not, it locks until a service visit.`,
  }
}

const logless: Law = { kind: 'assumed', from: 'the profile', why: 'It names no violations service.' }
