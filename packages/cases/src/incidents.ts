/**
 * What happened that is no lockout: violations for a hearing, incidents nobody holds against the driver, questions for
 * a person.
 */
import type { Cause, Record } from '@keyturn/domain/record.ts'
import { eliminationPerHourMax, readingsApartMaxMg } from '@keyturn/rules/case-rules.ts'
import { fails } from '@keyturn/rules/profile.ts'
import { type InForce, note, rulesOf } from './draft.ts'
import { type Folding, lawAt } from './folding.ts'
import { citedLaw, groundOf, type Law } from './law.ts'

const HOUR_MS = 3_600_000

/** Adds the findings that one record gives rise to. */
export function noteIncidents(folding: Folding, record: Record): void {
  const law = lawAt(folding, record.at)
  switch (record.kind) {
    case 'tamper':
    case 'circumvention':
      noteTamper(folding, record, law)
      return
    case 'sample':
      noteBreath(folding, record, law)
      return
    case 'service-as-found':
      if (!record.within) noteOutOfTolerance(folding, record, law)
      return
    case 'service-calibrated':
      folding.failedSinceCalibration = []
      return
    default: {
      const about = incidents[record.kind]
      if (about === undefined) return
      noteByCause(folding, record, law, about)
    }
  }
}

type About = {
  readonly rule: string
  readonly title: string
  /** Causes that make it an incident; the driver's own doing is counted elsewhere or is no incident. */
  readonly when: (cause: Cause) => boolean
  readonly effect: string
}

const notOperator = (cause: Cause) => cause !== 'operator'
const always = () => true
const faulty = (cause: Cause) => cause === 'device' || cause === 'power' || cause === 'vehicle' || cause === 'provider'

const incidents: { readonly [K in Record['kind']]?: About } = {
  'power-lost': {
    rule: 'power-lost',
    title: 'The device lost power',
    when: notOperator,
    effect: 'Not held against you. Have the battery looked at, and keep the receipt.',
  },
  'low-voltage': {
    rule: 'battery-low',
    title: 'The car battery was low',
    when: always,
    effect: 'Not held against you. Have the battery looked at before it strands you, and keep the receipt.',
  },
  malfunction: {
    rule: 'malfunction',
    title: 'The device did not work as it should',
    when: always,
    effect: 'Not held against you: a malfunction is never counted as a violation.',
  },
  'retest-missed': {
    rule: 'retest-missed-not-by-driver',
    title: 'A retest was missed for a reason outside the driver’s control',
    when: notOperator,
    effect: 'Not held against you: it does not count as a missed retest.',
  },
  'retest-cut-short': {
    rule: 'retest-cut-short',
    title: 'A retest could not be finished',
    when: notOperator,
    effect: 'Not held against you: it does not count as a missed retest. A new start test was needed.',
  },
  'sample-rejected': {
    rule: 'breath-not-registered',
    title: 'A breath was given and the device could not take it',
    when: faulty,
    effect: 'Not held against you.',
  },
  'device-restarted': {
    rule: 'device-restarted',
    title: 'The device restarted by itself',
    when: (cause) => cause === 'device' || cause === 'unknown',
    effect: 'Not held against you.',
  },
  'clock-jump': {
    rule: 'clock-jump',
    title: 'The device’s clock jumped',
    when: always,
    effect: 'Not held against you: the device kept its own time.',
  },
  'service-refused': {
    rule: 'service-refused',
    title: 'The device refused an act of the service visit',
    when: (cause) => cause === 'provider' || cause === 'device',
    effect: 'Not held against you: it is the provider’s to put right.',
  },
  'service-abandoned': {
    rule: 'visit-not-completed',
    title: 'A service visit was begun and not completed',
    when: always,
    effect: 'Not held against you. Keep the proof that you were there; your due date has not moved.',
  },
  'log-copy-lost': {
    rule: 'log-copy-lost',
    title: 'One copy of the log was lost inside the device',
    when: always,
    effect: 'Not held against you. The other copy is complete.',
  },
}

/** Doubt about whose doing it was is for a person; everything else here is not the driver's doing. */
function noteByCause(folding: Folding, record: Record, law: InForce, about: About): void {
  if (!about.when(record.cause)) return
  const doubt = record.cause === 'unknown' && (record.kind === 'retest-missed' || record.kind === 'power-lost')
  note(folding, [record], {
    class: doubt ? 'for-a-person' : 'not-held',
    rule: about.rule,
    title: about.title,
    law: groundOf(rulesOf(law).notHeld),
    effect: doubt
      ? 'The device cannot tell whose doing it was. Nothing is counted; a person looks at it.'
      : about.effect,
  })
}

function noteTamper(
  folding: Folding,
  record: Extract<Record, { kind: 'tamper' | 'circumvention' }>,
  law: InForce,
): void {
  if (folding.period === null) {
    note(folding, [record], {
      class: 'not-held',
      rule: 'sign-while-not-installed',
      title: 'It looked like tampering while the device was not installed',
      law: groundOf(rulesOf(law).notHeld),
      effect: 'Not held against you: the device was nobody’s to keep.',
    })
    return
  }
  const { profile } = law
  const violation = rulesOf(law).violations.find(({ signs }) => signs.includes(record.sign))
  const lockout = profile.lockouts.find(({ on }) => on === 'tamper')
  const ground: Law =
    violation !== undefined
      ? citedLaw(violation.law)
      : lockout !== undefined
        ? citedLaw(lockout.law)
        : groundOf(rulesOf(law).notHeld)
  if (record.cause === 'operator') {
    // Where a lockout rule counts it, that finding says all.
    if (violation === undefined) return
    const { id: rule, title, effect } = violation
    note(folding, [record], { class: 'violation', rule, title, effect, law: ground })
    return
  }
  const doubt = record.cause === 'unknown'
  note(folding, [record], {
    class: doubt ? 'for-a-person' : 'not-held',
    rule: doubt ? 'unexplained-sign' : 'sign-explained',
    title: doubt
      ? 'A sign of tampering whose cause the device cannot tell'
      : 'It looked like tampering, and was not the driver’s doing',
    law: doubt ? ground : groundOf(rulesOf(law).notHeld),
    effect: doubt
      ? 'Nothing is counted and nothing is locked for it. A person looks at it; keep whatever explains it.'
      : 'Not held against you.',
  })
}

function noteBreath(folding: Folding, record: Extract<Record, { kind: 'sample' }>, law: InForce): void {
  if (record.test === 'reference') return
  const failed = fails(law.profile.setPoint.value, record.brac)
  if (failed) folding.failedSinceCalibration.push(record)
  if (failed && record.cause !== 'operator' && record.test !== 'unprompted') noteFailedByOthers(folding, record, law)
  const before = folding.breath
  folding.breath = { record, brac: record.brac, failed }
  if (before === null || !before.failed) return
  const fall = before.brac - record.brac - readingsApartMaxMg(law.profile)
  const elapsed = Math.max(0, record.at - before.record.at)
  if (fall * HOUR_MS <= eliminationPerHourMax.value * elapsed) return
  note(folding, [before.record, record], {
    class: 'for-a-person',
    rule: 'fast-fall',
    title: 'Breath alcohol fell faster than a body can eliminate it',
    law: groundOf(eliminationPerHourMax),
    effect:
      'It changes no count. At a hearing it may mean alcohol in the mouth at the first breath, or another person’s breath at the second.',
    cause: 'unknown',
  })
}

function noteFailedByOthers(folding: Folding, record: Record, law: InForce): void {
  note(folding, [record], {
    class: record.cause === 'unknown' ? 'for-a-person' : 'not-held',
    rule: 'failed-test-not-by-driver',
    title: 'A failed test that is not put down to the driver',
    law: groundOf(rulesOf(law).notHeld),
    effect: 'Not counted toward a lockout.',
  })
}

/** A sensor that read high may have failed a sober driver; one that read low has only ever been too lenient. */
function noteOutOfTolerance(
  folding: Folding,
  record: Extract<Record, { kind: 'service-as-found' }>,
  law: InForce,
): void {
  const about = {
    rule: 'sensor-out-of-tolerance',
    law: groundOf(law.profile.service.toleranceMg),
    cause: 'device',
  } as const
  if (record.measured < record.reference) {
    note(folding, [record], {
      ...about,
      class: 'not-held',
      title: 'The sensor was found reading too low at the visit',
      effect: 'Passed tests since the last calibration are in doubt; nothing is held against you for it.',
    })
    return
  }
  const [first = record, ...rest] = [...folding.failedSinceCalibration, record]
  note(folding, [first, ...rest], {
    ...about,
    class: 'for-a-person',
    title: 'The sensor was found reading too high at the visit',
    effect: 'Failed tests since the last calibration are in doubt. They stay counted until a person decides.',
  })
}
