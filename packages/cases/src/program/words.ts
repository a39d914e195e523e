/** One plain sentence for every kind of fact. A new kind without its sentence does not compile. */
import type { Cause } from '@keyturn/domain/record.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import type { CaseRef } from './assessment.ts'
import { dayWords } from './days.ts'
import type { Address, CaseFact, FactKind, FactOf, License, Sanction } from './fact.ts'

/** The people, vehicles and findings of a case by their short names. */
export type Names = {
  readonly member: (id: string) => string
  readonly vehicle: (id: string) => string
  /** What a fact means by the id of a finding. */
  readonly finding: (id: string) => string
  readonly vendor: (id: string) => string
}
/** What is known of a case beside its facts. */
type KnownNames = Partial<Pick<Names, 'finding' | 'vendor'>>

type Said = { readonly zone: string; readonly names: Names }
type Say = { readonly [K in FactKind]: (fact: FactOf<K>, said: Said) => string }

/** A control character in a text would make two lines of one, or steer the terminal that shows it. */
const CONTROL = /\p{Cc}/gu

/** Short names as they are, where nothing else is known of the case. */
const noNames: Names = {
  member: (id) => id,
  vehicle: (id) => id,
  finding: (id) => findingWords(id),
  vendor: (id) => id,
}

/** What the facts of a case call its people and vehicles. */
export function namesOf(facts: readonly CaseFact[], known: KnownNames = {}): Names {
  const members = new Map<string, string>()
  const vehicles = new Map<string, string>()
  let participant = 'the participant'
  for (const fact of facts) {
    if (fact.kind === 'household-member-added') members.set(fact.member, fact.name)
    if (fact.kind === 'vehicle-added') vehicles.set(fact.vehicle, `${fact.description} (${fact.plate})`)
    if (fact.kind === 'case-opened') participant = fact.participant.name
  }
  return {
    member: (id) => (id === 'participant' ? participant : (members.get(id) ?? id)),
    vehicle: (id) => vehicles.get(id) ?? id,
    finding: known.finding ?? findingWords,
    vendor: known.vendor ?? noNames.vendor,
  }
}

/** What a fact says, as one sentence on one line. Moments inside are told in the zone. */
export function factWords(fact: CaseFact, zone: string, names: Names = noNames): string {
  // The table has one entry per kind with that kind's own type; the compiler cannot follow the pairing through an
  // index.
  const say = sentences[fact.kind] as (fact: CaseFact, said: Said) => string
  return say(fact, { zone, names }).replace(CONTROL, '\ufffd')
}

/** A fact of the case as an answer names it. */
export const refOfFact = (fact: CaseFact, zone: string, names: Names = noNames): CaseRef => ({
  of: 'case',
  seq: fact.seq,
  at: fact.at,
  kind: fact.kind,
  words: factWords(fact, zone, names),
})

/** `no further sanction`, `suspension from 2 Mar 2026 to 1 Mar 2036`, `revocation from 2 Mar 2026 for life`. */
export const sanctionWords = (sanction: Sanction): string =>
  sanction.kind === 'none'
    ? 'no further sanction'
    : `${sanction.kind} ${spanOfDays(sanction.from, sanction.until, 'for life')}`

/** The rule that the id of a finding begins with: `KT-1:failed-starts@3` is about failed-starts. */
export function ruleOfId(id: string): string {
  const [name = id] = id.split('@')
  const [first = name, second] = name.split(':')
  return second ?? first
}

/** `tampering@4` as people read it, where no law is at hand: the rule without its place. */
export const findingWords = (id: string): string => ruleOfId(id).replaceAll('-', ' ')

/** `from 2 March 2026 to 1 March 2028`; `open` says what it is without a last day. */
const spanOfDays = (from: CivilDate, until: CivilDate | null, open: string): string =>
  `from ${dayWords(from)} ${until === null ? open : `to ${dayWords(until)}`}`

const license = ({ state, number }: License) => `${state} ${number}`
const address = ({ street, city, state, postalCode }: Address) => `${street}, ${city}, ${state} ${postalCode}`
const reason = (text: string) => (text.trim() === '' ? '' : ` Reason: ${sentence(text)}`)
const sentence = (text: string) => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
const list = (items: readonly string[]) =>
  items.length < 2 ? (items[0] ?? 'nothing') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
const byLaw = (cites: readonly string[]) => (cites.length === 0 ? '' : ` By ${list(cites)}.`)
const papers = (documents: readonly string[]) =>
  documents.length === 0 ? '' : ` ${documents.length} document${documents.length === 1 ? '' : 's'} kept.`

const exams = {
  'learners-permit': 'Learner’s permit exam',
  'road-test': 'Road test',
  'special-road-test': 'Special road test',
} as const
const purposes = {
  installation: 'installation',
  scheduled: 'regular service visit',
  lockout: 'visit after a lockout',
  removal: 'removal',
} as const
const bodies = { participant: 'the participant', provider: 'the provider', authority: 'the authority' } as const
const givenUp = {
  sold: 'sold',
  'lease-ended': 'the lease ended',
  totaled: 'totaled',
  'not-driven-any-more': 'not driven any more',
} as const
const outOfUse = {
  disabled: 'disabled',
  'broken-down': 'broken down',
  'non-operational': 'non-operational',
  totaled: 'totaled',
} as const
const removedBy = {
  provider: 'by the provider',
  participant: 'by the participant',
  unknown: 'by an unknown person',
} as const
const removedWhy = {
  'program-completed': 'the program is completed',
  'vehicle-changed': 'the vehicle is changed',
  'device-replaced': 'the device is replaced',
  'not-said': 'no reason was given',
} as const
/** Whose doing it was, in a sentence. */
export const causeWords: { readonly [K in Cause]: string } = {
  operator: 'the participant',
  device: 'the device',
  power: 'the power supply',
  provider: 'the provider',
  vehicle: 'the vehicle',
  unknown: 'a cause that nobody can tell',
}

const sentences: Say = {
  'case-opened': ({ participant: one, by }) =>
    `Case opened by ${by.name} for ${one.name}, license ${license(one.license)}.`,
  conviction: (f) =>
    `Convicted of operating under the influence on ${dayWords(f.on)} in ${f.state}${f.docket === null ? '' : `, docket ${f.docket}`}.`,
  'court-order': (f) =>
    `A court ordered a device ${spanOfDays(f.from, f.until, 'until the court says otherwise')}, docket ${f.docket}.`,
  suspension: (f) =>
    `License suspended or revoked as prescribed by law ${spanOfDays(f.from, f.until, 'for life')}: ${sentence(f.why)}`,
  'approval-granted': (f) =>
    `${f.by.name} approved a device toward ${f.toward === 'hardship-license' ? 'a hardship license' : 'full reinstatement'}.${reason(f.reason)}`,
  'approval-withdrawn': (f) => `${f.by.name} withdrew the approval.${reason(f.reason)}`,
  'exam-passed': (f, { names }) =>
    `${exams[f.exam]} passed on ${dayWords(f.on)}${f.vehicle === null ? '' : ` in ${names.vehicle(f.vehicle)}`}.`,
  'hardship-license-issued': (f) => `Hardship license issued ${spanOfDays(f.on, f.until, 'on')}.`,
  'fully-reinstated': (f) => `License fully reinstated on ${dayWords(f.on)}.`,
  'restriction-added': (f) => `${f.by.name} put the restriction ${f.code} on the license.`,
  'restriction-removed': (f) => `${f.by.name} took the restriction off the license.${reason(f.reason)}`,
  'household-member-added': (f) =>
    `${f.name} lives in the household${f.license === null ? ' and does not drive' : `, license ${license(f.license)}`}.`,
  'household-member-left': (f, { names }) => `${names.member(f.member)} left the household: ${sentence(f.why)}`,
  'affidavit-filed': (f, { names }) =>
    `Affidavit of ${names.member(f.signer)} filed, signed on ${dayWords(f.signedOn)}, ${
      f.notary === null ? 'not notarized' : `notarized by ${f.notary.name} on ${dayWords(f.notary.on)}`
    }${f.document === null ? ', the paper itself not kept here' : ''}.`,
  'address-changed': (f) => `New address: ${address(f.address)}.`,
  'hardship-finding': (f) =>
    `Written finding of hardship ${spanOfDays(f.from, f.until, 'until further notice')}: the costs of the device are borne by others.${reason(f.reason)}`,
  'vehicle-added': (f) =>
    `Vehicle added: ${f.description}, plate ${f.plate}, ${f.body}, ${f.volts} V, ${useWords[f.use]}.`,
  'vehicle-given-up': (f, { names }) => `Vehicle given up: ${names.vehicle(f.vehicle)}, ${givenUp[f.why]}.`,
  'vehicle-out-of-use': (f, { names }) => `Vehicle out of use: ${names.vehicle(f.vehicle)}, ${outOfUse[f.why]}.`,
  'vehicle-back-in-use': (f, { names }) => `Vehicle back in use: ${names.vehicle(f.vehicle)}.`,
  'vendor-chosen': (f, { names }) => `Provider chosen: ${names.vendor(f.vendor)}, ${f.center}.`,
  'visit-booked': (f, { zone, names }) =>
    `Visit booked at ${f.center} for ${inZone(f.for, zone)}: ${purposes[f.purpose]}, ${names.vehicle(f.vehicle)}, confirmation ${f.confirmation}.`,
  'device-installed': (f, { names }) =>
    `Device ${f.device} installed in ${names.vehicle(f.vehicle)} at ${f.center} by ${f.technician}; ${
      f.identity === null ? 'identity not proved' : `identity proved by ${f.identity}`
    }, ${f.instructed ? 'use and care explained' : 'use and care not explained'}; next visit due by ${dayWords(f.dueOn)}.`,
  'device-moved': (f, { names }) =>
    `Device ${f.device} moved to ${names.vehicle(f.to)} at ${f.center} by ${f.technician}.`,
  'device-removed': (f) => `Device ${f.device} removed ${removedBy[f.removedBy]}: ${removedWhy[f.why]}.`,
  'visit-kept': (f, { names }) =>
    `Visit kept at ${f.center} with ${f.technician} (${purposes[f.purpose]}, ${f.device}): device ${
      f.sound ? 'sound' : 'not sound'
    }, ${f.uploaded ? 'log uploaded' : 'log not uploaded'}${f.dueOn === null ? '' : `; next visit due by ${dayWords(f.dueOn)}`}.${certified(f, names)}`,
  'visit-announced-missed': (f) =>
    `Told beforehand that the visit due by ${dayWords(f.dueOn)} will be missed: ${sentence(f.why)}`,
  'violation-reported': (f, { names }) =>
    `${f.by.name} reported "${names.finding(f.violation)}"${f.device === null ? '' : ` (${f.device})`}: ${sentence(f.account)}${papers(f.documents)}`,
  'provider-failure': (f, { zone, names }) =>
    `Failure of ${names.vendor(f.vendor)} ${f.until === null ? 'without a known end' : `until ${inZone(f.until, zone)}`}: ${sentence(f.what)}${papers(f.documents)}`,
  'excusal-granted': (f, { names }) =>
    `${f.by.name} excused "${names.finding(f.about)}": the cause was ${causeWords[f.cause]}.${reason(f.reason)}${papers(f.documents)}`,
  'hearing-requested': (f, { names }) =>
    `Hearing requested about "${names.finding(f.about)}": ${sentence(f.statement)}`,
  'hearing-scheduled': (f, { zone, names }) =>
    `Hearing set for ${inZone(f.for, zone)} at ${f.place}, about ${list(f.about.map((id) => `"${names.finding(id)}"`))}; notice sent on ${dayWords(f.noticeOn)}.`,
  'hearing-evidence': (f) =>
    `Evidence for the hearing from ${bodies[f.from]}: ${sentence(f.what)}${f.document === null ? '' : ' The document is kept.'}`,
  'hearing-decided': (f, { names }) =>
    `${f.by.name} decided: ${list(
      f.outcomes.map(
        ({ about, outcome }) =>
          `${outcome === 'responsible' ? 'responsible' : 'not responsible'} for "${names.finding(about)}"`,
      ),
    )}; ${sanctionWords(f.sanction)}.${f.participantPresent ? '' : ' The participant was not present.'}${reason(f.reason)}`,
  'decision-contested': (f) => `Decision contested at the board: ${sentence(f.statement)}`,
  'contest-decided': (f) =>
    `The board ${f.outcome} the decision${f.outcome === 'modified' ? `: ${sanctionWords(f.sanction)}` : ''}.${reason(f.reason)}`,
  'credit-requested': (f, { names }) =>
    `Credit requested for the time in ${f.state} ${spanOfDays(f.from, f.until, 'on')} with ${names.vendor(f.vendor)}: ${proofWords(f.proof)}.${papers(f.documents)}`,
  'credit-decided': (f) =>
    `${f.by.name} ${f.granted ? 'granted' : 'refused'} the credit that was asked for (#${f.request}).${reason(f.reason)}`,
  'removal-requested': (f) => `Removal of the device requested: ${sentence(f.statement)}`,
  'removal-decided': (f) =>
    `${f.by.name} ${f.granted ? 'granted' : 'refused'} the removal that was asked for (#${f.request}).${reason(f.reason)}`,
  'confirmation-received': (f) =>
    `${f.issuer} confirmed in a signed letter (${f.statement}) about ${f.about}: ${sentence(f.account)} Provider: ${f.provider}. Next: ${sentence(f.next)}${byLaw(f.cites)}`,
  'exception-granted': (f, { zone }) =>
    `${f.issuer} allowed in a signed letter (${f.statement}) that ${f.vehicle} is driven without a device until ${inZone(f.until, zone)}.${reason(f.reason)}${byLaw(f.cites)}`,
  'fact-withdrawn': (f) => `${f.by.name} withdrew what was told (#${f.fact}).${reason(f.reason)}`,
}

const useWords = {
  owned: 'owned',
  leased: 'leased',
  operated: 'driven by the participant',
  employer: 'the employer’s',
} as const

/** The signed certificate, and on whose word another vendor's center served. */
const certified = ({ certificate, rescue }: FactOf<'visit-kept'>, { vendor }: Names): string =>
  [
    ...(certificate === undefined || certificate === null ? [] : [` Certificate ${certificate}.`]),
    ...(rescue === undefined || rescue === null
      ? []
      : [` A center of ${vendor(rescue.vendor)} served on the authority’s word (${rescue.credential}).`]),
  ].join('')

function proofWords(proof: FactOf<'credit-requested'>['proof']): string {
  const all = [
    ['maintained', proof.maintained],
    ['serviced', proof.serviced],
    ['free of violations', proof.freeOfViolations],
    ['set to the same standards', proof.sameSettings],
  ] as const
  const shown = all.flatMap(([words, has]) => (has ? [words] : []))
  const lacking = all.flatMap(([words, has]) => (has ? [] : [words]))
  if (lacking.length === 0) return `proof that it was ${list(shown)}`
  return `${shown.length === 0 ? 'no proof' : `proof that it was ${list(shown)}`}; not proved: ${list(lacking)}`
}
