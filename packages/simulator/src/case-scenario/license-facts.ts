/** Reads the facts about why a device is required, the license, the household, and time elsewhere. */
import type {
  ApprovalFact,
  ElsewhereFact,
  HouseholdFact,
  Notary,
  Participant,
  RequirementFact,
} from '@keyturn/cases/program/fact.ts'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { assert, type CivilDate } from '@keyturn/domain/units.ts'
import { Unreadable } from '../scenario/place.ts'
import type { Reader } from './fact-readers.ts'
import type { Fields } from './fields.ts'

const BORN = parseCivilDate('1984-05-17')
assert(BORN !== undefined, 'a birthday is a day')

export const REQUIREMENT = {
  'case-opened': (f) => ({
    kind: 'case-opened',
    jurisdiction: f.text('jurisdiction', f.setting.jurisdiction),
    participant: participantOf(f),
  }),
  conviction: (f) => ({
    kind: 'conviction',
    offense: 'oui',
    on: f.date('on', f.setting.day),
    state: f.text('state', f.setting.state),
    docket: f.textOrNone('docket'),
    brac: f.bracOrNone('brac'),
  }),
  'court-order': (f) => ({
    kind: 'court-order',
    docket: f.text('docket'),
    from: f.date('from', f.setting.day),
    until: f.dateOr('until', 'further order'),
  }),
  suspension: (f) => ({
    kind: 'suspension',
    from: f.date('from', f.setting.day),
    until: f.dateOr('until', 'life'),
    why: f.text('why'),
  }),
} as const satisfies { readonly [K in RequirementFact['kind']]: Reader<K> }

export const APPROVAL = {
  'approval-granted': (f) => ({
    kind: 'approval-granted',
    toward: f.word('toward', ['hardship-license', 'full-reinstatement']),
    reason: f.text('reason', 'The requirements of the hearing are met.'),
  }),
  'approval-withdrawn': (f) => ({ kind: 'approval-withdrawn', reason: f.text('reason') }),
  'exam-passed': (f) => ({
    kind: 'exam-passed',
    exam: f.word('exam', ['learners-permit', 'road-test', 'special-road-test']),
    on: f.date('on', f.setting.day),
    vehicle: f.textOrNone('vehicle'),
  }),
  'hardship-license-issued': (f) => ({
    kind: 'hardship-license-issued',
    on: f.date('on', f.setting.day),
    until: f.date('until'),
  }),
  'fully-reinstated': (f) => ({ kind: 'fully-reinstated', on: f.date('on', f.setting.day) }),
  'restriction-added': (f) => ({ kind: 'restriction-added', code: f.text('code') }),
  'restriction-removed': (f) => ({
    kind: 'restriction-removed',
    reason: f.text('reason', 'The device is off, and removal was granted.'),
  }),
} as const satisfies { readonly [K in ApprovalFact['kind']]: Reader<K> }

export const HOUSEHOLD = {
  'household-member-added': (f) => ({
    kind: 'household-member-added',
    member: f.text('member'),
    name: f.text('name'),
    license: licenseOf(f),
  }),
  'household-member-left': (f) => ({
    kind: 'household-member-left',
    member: f.text('member'),
    why: f.text('why', 'moved out'),
  }),
  'affidavit-filed': (f) => {
    const signedOn = f.date('signed on', f.setting.day)
    return {
      kind: 'affidavit-filed',
      signer: f.text('signer', 'participant'),
      signedOn,
      notary: notaryOf(f, signedOn),
      document: f.textOrNone('document'),
    }
  },
  'address-changed': (f) => ({ kind: 'address-changed', address: addressOf(f) }),
  'hardship-finding': (f) => ({
    kind: 'hardship-finding',
    from: f.date('from', f.setting.day),
    until: f.dateOr('until', 'further notice', null),
    reason: f.text('reason'),
  }),
} as const satisfies { readonly [K in HouseholdFact['kind']]: Reader<K> }

export const ELSEWHERE = {
  'credit-requested': (f) => {
    const proof = f.inner('proof')
    const read = {
      kind: 'credit-requested',
      state: f.text('state'),
      from: f.date('from'),
      until: f.date('until'),
      vendor: f.text('vendor'),
      proof: {
        maintained: proof.truth('maintained', true),
        serviced: proof.truth('serviced', true),
        freeOfViolations: proof.truth('free of violations', true),
        sameSettings: proof.truth('same settings', true),
      },
      documents: f.texts('documents', []),
    } as const
    proof.done()
    return read
  },
  /** The last request, unless its number is given. */
  'credit-decided': (f) => ({
    kind: 'credit-decided',
    request: f.count('request', 0),
    granted: f.truth('granted', true),
    reason: f.text('reason'),
  }),
} as const satisfies { readonly [K in ElsewhereFact['kind']]: Reader<K> }

function participantOf(f: Fields): Participant {
  return {
    name: f.text('name', f.setting.driver),
    bornOn: f.date('born on', BORN),
    license: licenseOf(f) ?? { state: f.setting.state, number: 'S00000001' },
    address: f.has('address')
      ? innerAddress(f)
      : { street: '1 Main Street', city: 'Anytown', state: f.setting.state, postalCode: '00000' },
    email: f.textOrNone('email'),
    telephone: f.textOrNone('telephone'),
  }
}

/** `license: S12345678` of the own state, or `license: NH 01ABC23456`. */
function licenseOf(f: Fields): Participant['license'] | null {
  const text = f.textOrNone('license')
  if (text === null || text === 'none') return null
  const match = /^(?:([A-Z]{2}) )?([A-Z0-9-]{3,20})$/.exec(text)
  if (match === null)
    throw new Unreadable(f.at.place, `license: "${text}" is not a number such as S12345678 or NH 01ABC23456`)
  return { state: match[1] ?? f.setting.state, number: match[2] ?? '' }
}

const addressOf = (f: Fields): Participant['address'] => ({
  street: f.text('street'),
  city: f.text('city'),
  state: f.text('state', f.setting.state),
  postalCode: f.text('postal code', '00000'),
})

function innerAddress(f: Fields): Participant['address'] {
  const inner = f.inner('address')
  const address = addressOf(inner)
  inner.done()
  return address
}

/** Who notarized it, on the day of the signature unless said otherwise; `notary: none` for an affidavit without. */
function notaryOf(f: Fields, signedOn: CivilDate): Notary | null {
  const name = f.text('notary', 'N. Public')
  return name === 'none' ? null : { name, on: f.date('notarized on', signedOn) }
}
