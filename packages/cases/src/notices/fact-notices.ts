/** What is told because somebody decided, set or asked for something. */
import { inZone } from '../calendar.ts'
import type { CaseFact, FactKind, FactOf } from '../program/fact.ts'
import type { Audience, Notice } from './notice.ts'

type Words = readonly [kind: string, audience: Audience, subject: string, words: string]
type Say = { readonly [K in FactKind]: ((fact: FactOf<K>, zone: string) => Words) | null }

/** Due when the case learned the fact. A fact that was withdrawn stays told, and its withdrawal is told, too. */
export function noticesOfFact(fact: CaseFact, zone: string): readonly Notice[] {
  // The table has one entry per kind with that kind's own type; the compiler cannot follow the pairing through an
  // index.
  const say = SAY[fact.kind] as ((fact: CaseFact, zone: string) => Words) | null
  if (say === null) return []
  const [kind, audience, subject, words] = say(fact, zone)
  const id = `fact-${fact.seq}/${audience}`
  return [{ id, otherIds: [], audience, kind, dueAt: fact.recordedAt, staleAt: null, subject, words, law: null }]
}

/** Null: told, where it matters, by the finding or the date that follows from it; one's own doings need no notice. */
const SAY: Say = {
  'approval-granted': ({ toward }) => [
    'approved',
    'participant',
    'Approved: installation and papers come next',
    `You are approved toward ${toward === 'hardship-license' ? 'a hardship license' : 'full reinstatement'}. Choose a provider, file the affidavits, and have the device installed. Do not drive before your license says that you may.`,
  ],
  'approval-withdrawn': () => [
    'approval-withdrawn',
    'participant',
    'Your approval was withdrawn',
    'Your approval was withdrawn. The reason is in your case. Do not drive; a device that is installed stays in until your authority says otherwise.',
  ],
  'hearing-scheduled': ({ for: at, place }, zone) => [
    'hearing-set',
    'participant',
    `Hearing on ${inZone(at, zone)}`,
    `A hearing is set for ${inZone(at, zone)}, ${place}. You may bring evidence and be heard.`,
  ],
  'hearing-decided': () => [
    'hearing-decided',
    'participant',
    'Your hearing is decided',
    'The hearing of your case is decided. The decision and its reason are in your case. You may contest it before the board.',
  ],
  'contest-decided': ({ outcome }) => [
    'contest-decided',
    'participant',
    `The board has decided: ${outcome}`,
    `The decision that you contested is ${outcome}. The reason is in your case.`,
  ],
  'removal-decided': ({ granted }) =>
    granted
      ? [
          'removal-granted',
          'participant',
          'Removal of the device is granted',
          'Your request is granted. Have the device removed by your provider; the restriction is lifted when your authority has its report. Keep using the device until then.',
        ]
      : [
          'removal-denied',
          'participant',
          'Your request for removal is not granted',
          'Your request is not granted. The reason is in your case. The duty to use the device goes on.',
        ],
  'credit-decided': ({ granted }) => [
    'credit-decided',
    'participant',
    granted ? 'Time elsewhere is credited' : 'Time elsewhere is not credited',
    `Your request for credit is ${granted ? 'granted' : 'not granted'}. The reason is in your case.`,
  ],
  'restriction-removed': () => [
    'restriction-removed',
    'participant',
    'The restriction is off your license',
    'The restriction was taken off your license. No device is required any more.',
  ],
  'fact-withdrawn': ({ fact }) => [
    'fact-withdrawn',
    'participant',
    'An entry of your case was withdrawn',
    `Entry ${fact} of your case was withdrawn. What it had led to is worked out again; the correction is shown in your case.`,
  ],
  'confirmation-received': ({ issuer, next }) => [
    'confirmation-received',
    'participant',
    `${issuer} confirms: not held against you`,
    `${issuer} has confirmed in writing that a provider was the cause. What to do next: ${next} Keep the letter; it stands in your case with its signature.`,
  ],
  'exception-granted': ({ vehicle, until }, zone) => [
    'exception-granted',
    'participant',
    'You may drive another vehicle for a time',
    `You may drive ${vehicle} until ${inZone(until, zone)}. Carry the letter with you; it stands in your case with its signature.`,
  ],
  'hearing-requested': () => [
    'hearing-requested',
    'authority',
    'A hearing is requested',
    'A participant asks for a hearing.',
  ],
  'decision-contested': () => [
    'decision-contested',
    'authority',
    'A decision is contested',
    'A participant contests a decision.',
  ],
  'removal-requested': () => [
    'removal-requested',
    'authority',
    'Removal is requested',
    'A participant asks for removal of the device.',
  ],
  'credit-requested': () => [
    'credit-requested',
    'authority',
    'Credit is requested',
    'A participant asks for credit of time elsewhere.',
  ],
  'visit-announced-missed': ({ dueOn }) => [
    'visit-announced-missed',
    'authority',
    `A visit due ${dueOn} will be missed`,
    `A participant told beforehand that the visit due ${dueOn} will be missed.`,
  ],
  'case-opened': null,
  conviction: null,
  'court-order': null,
  suspension: null,
  'exam-passed': null,
  'hardship-license-issued': null,
  'fully-reinstated': null,
  'restriction-added': null,
  'household-member-added': null,
  'household-member-left': null,
  'affidavit-filed': null,
  'address-changed': null,
  'hardship-finding': null,
  'vehicle-added': null,
  'vehicle-given-up': null,
  'vehicle-out-of-use': null,
  'vehicle-back-in-use': null,
  'vendor-chosen': null,
  'visit-booked': null,
  'device-installed': null,
  'device-moved': null,
  'device-removed': null,
  'visit-kept': null,
  'violation-reported': null,
  'provider-failure': null,
  'excusal-granted': null,
  'hearing-evidence': null,
}
