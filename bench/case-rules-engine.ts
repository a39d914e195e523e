/**
 * The yardstick of the case benchmark: what the device assessment concludes, written as rules of json-rules-engine. The
 * engine keeps no state, so counts since the last visit are kept beside it, as anybody who uses it has to.
 */
import { addDays, civilDateOf, endOfDay } from '@keyturn/domain/civil.ts'
import type { Record, Trigger } from '@keyturn/domain/record.ts'
import { hours } from '@keyturn/domain/units.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { Engine, type RuleProperties } from 'json-rules-engine'

/** One finding: the rule and when. */
export type Found = string
export const found = (rule: string, at: number): Found => `${rule}@${at}`

/** Kinds of records that some rule is about. */
const CONCERNS: ReadonlySet<string> = new Set([
  'installed',
  'lockout-began',
  'retest-requested',
  'sample',
  'service-as-found',
  'service-completed',
  'start-permitted',
  'retest-missed',
  'retest-cut-short',
  'tamper',
  'circumvention',
  'power-lost',
  'low-voltage',
  'malfunction',
  'device-restarted',
  'clock-jump',
  'service-abandoned',
  'log-copy-lost',
])

type Counts = { [trigger: string]: number }

/** Judges the records of one device: the same findings as the case engine's, without their words. */
export async function judgeByRules(engine: Engine, profile: Profile, records: readonly Record[]): Promise<Found[]> {
  const all: Found[] = []
  let counts: Counts = {}
  /** What locks, and until when the car may still be driven. */
  let locked = new Map<string, number | null>()
  let dueAt = Number.POSITIVE_INFINITY
  const judge = async (facts: { [name: string]: unknown }, at: number) => {
    const { events } = await engine.run({ ...emptyFacts, ...counts, ...facts })
    for (const { type, params } of events) {
      if (params?.['lockout'] === true) {
        if (locked.has(type)) continue
        locked.set(type, at + TO_VISIT)
      }
      all.push(found(type, at))
    }
  }
  for (const record of records) {
    const { at } = record
    if (at > dueAt && !locked.has('missed-visit')) {
      counts = { ...counts, 'service-missed': 1 }
      await judge({ kind: 'calendar', cause: 'unknown' }, dueAt + 1)
    }
    if (CONCERNS.has(record.kind)) {
      const trigger = triggerOf(record, profile)
      if (trigger !== null) counts = { ...counts, [trigger]: (counts[trigger] ?? 0) + 1 }
      await judge({ ...record, trigger, ...derived(record, profile, locked) }, at)
    }
    if (record.kind === 'installed' || record.kind === 'service-completed') {
      counts = {}
      locked = new Map()
      dueAt = record.dueAt
    }
  }
  return all
}

const TO_VISIT = hours(48)

/** What a rule compares and no record says by itself: the rules engine has no arithmetic. */
function derived(record: Record, profile: Profile, locked: ReadonlyMap<string, number | null>) {
  const closed = [...locked.values()].some((visitBy) => visitBy === null || record.at > visitBy)
  switch (record.kind) {
    case 'sample':
      return { fails: record.brac > profile.setPoint.value.brac }
    case 'retest-requested':
      return { windowMs: record.answerBy - record.at }
    case 'installed':
    case 'service-completed': {
      const { timeZone, service } = profile
      const latest = endOfDay(addDays(civilDateOf(record.at, timeZone), service.dueWithinDays.value), timeZone)
      return { lateByMs: record.dueAt - latest }
    }
    case 'lockout-began':
      return { lockoutKnown: locked.has(record.rule), visitByAgrees: locked.get(record.rule) === record.visitBy }
    case 'start-permitted':
      return { closed }
    default:
      return {}
  }
}

const emptyFacts = {
  'start-test-failed': 0,
  'retest-failed': 0,
  'retest-missed': 0,
  'service-missed': 0,
  trigger: null,
  sign: null,
}

function triggerOf(record: Record, profile: Profile): Trigger | null {
  if (record.cause !== 'operator') return null
  if (record.kind === 'retest-missed') return 'retest-missed'
  // The comparator is Massachusetts's, whose lives are judged here.
  if (record.kind !== 'sample' || record.brac <= profile.setPoint.value.brac) return null
  return record.test === 'start' ? 'start-test-failed' : record.test === 'retest' ? 'retest-failed' : null
}

/** The rules of a profile in the form that json-rules-engine takes. */
export function rulesEngine(profile: Profile): Engine {
  const lockouts = profile.lockouts.map(
    ({ id, on, times }): RuleProperties => ({
      conditions: { all: [{ fact: on, operator: 'greaterThanInclusive', value: times }] },
      event: { type: id, params: { lockout: true } },
    }),
  )
  const violations = caseRulesFor(profile).violations.map(
    ({ id, signs }): RuleProperties => ({
      conditions: {
        all: [
          { fact: 'cause', operator: 'equal', value: 'operator' },
          { fact: 'sign', operator: 'in', value: [...signs] },
        ],
      },
      event: { type: id },
    }),
  )
  const rules = [...lockouts, ...violations, ...incidents, ...checks(profile)]
  return new Engine(rules, { allowUndefinedFacts: true })
}

const incident = (type: string, kind: string, causes: readonly string[] | null): RuleProperties => ({
  conditions: {
    all: [
      { fact: 'kind', operator: 'equal', value: kind },
      ...(causes === null ? [] : [{ fact: 'cause', operator: 'in', value: [...causes] }]),
    ],
  },
  event: { type },
})

const notOperator = ['device', 'power', 'provider', 'vehicle', 'unknown']
const incidents: readonly RuleProperties[] = [
  incident('power-lost', 'power-lost', notOperator),
  incident('battery-low', 'low-voltage', null),
  incident('malfunction', 'malfunction', null),
  incident('retest-missed-not-by-driver', 'retest-missed', notOperator),
  incident('retest-cut-short', 'retest-cut-short', notOperator),
  incident('device-restarted', 'device-restarted', ['device', 'unknown']),
  incident('clock-jump', 'clock-jump', null),
  incident('visit-not-completed', 'service-abandoned', null),
  incident('log-copy-lost', 'log-copy-lost', null),
]

/** What the device did itself, looked at again. */
const checks = (profile: Profile): readonly RuleProperties[] => [
  ...(['pass', 'fail'] as const).map((result) => ({
    conditions: {
      all: [
        { fact: 'kind', operator: 'equal', value: 'sample' },
        { fact: 'test', operator: 'notEqual', value: 'reference' },
        { fact: 'result', operator: 'equal', value: result },
        { fact: 'fails', operator: 'equal', value: result === 'pass' },
      ],
    },
    event: { type: 'result-differs' },
  })),
  check('retest-window-differs', 'retest-requested', 'windowMs', 'notEqual', profile.retest.answerWithin.value),
  check('due-date-beyond-limit', 'service-completed', 'lateByMs', 'greaterThan', 0),
  check('due-date-beyond-limit', 'installed', 'lateByMs', 'greaterThan', 0),
  check('sensor-out-of-tolerance', 'service-as-found', 'within', 'equal', false),
  check('device-lockout-not-found', 'lockout-began', 'lockoutKnown', 'equal', false),
  check('lockout-deadline-differs', 'lockout-began', 'visitByAgrees', 'equal', false),
  check('start-permitted-in-lockout', 'start-permitted', 'closed', 'equal', true),
]

const check = (
  ...[type, kind, fact, operator, value]: readonly [string, string, string, string, unknown]
): RuleProperties => ({
  conditions: {
    all: [
      { fact: 'kind', operator: 'equal', value: kind },
      { fact, operator, value },
    ],
  },
  event: { type },
})
