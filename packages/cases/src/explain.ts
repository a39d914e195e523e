/**
 * An assessment as text: status, rule, law, facts, readings, and what to do. For people, and for tests that a lawyer
 * can approve.
 */

import { type Instant, iso, unreachable } from '@keyturn/domain/units.ts'
import type { Assessment, Finding, KnownStatus, NextStep, Status } from './assessment.ts'
import { inZone } from './calendar.ts'
import type { FactRef } from './fact.ts'
import { lawWords } from './law.ts'

/** The whole explanation. Times are UTC, with the local time beside the dates a driver acts by. */
export function explain(assessment: Assessment): string {
  const { status, findings, next } = assessment
  const inStatus = new Set(findingsOf(status).map(({ id }) => id))
  const others = findings.filter(({ id, endedAt }) => endedAt === null && !inStatus.has(id))
  return [
    heading(status),
    ...statusLines(status),
    ...(next.length === 0 ? [] : next.flatMap((one) => stepLines(one, assessment))),
    ...others.flatMap((one) => ['', `${classWords[one.class]} since ${utc(one.since)}`, ...findingLines(one)]),
  ].join('\n')
}

const classWords: { readonly [K in Finding['class']]: string } = {
  lockout: 'LOCKOUT',
  'violations-reset': 'VIOLATIONS SERVICE DUE',
  violation: 'VIOLATION, FOR A HEARING',
  'not-held': 'NOT HELD AGAINST THE DRIVER',
  'for-a-person': 'FOR A PERSON TO DECIDE',
  integrity: 'THE RECORD DOES NOT FIT',
}

/** `2026-03-20 12:30Z`; seconds and milliseconds only where there are any. */
export function utc(at: Instant): string {
  const text = iso(at)
  const short = text.endsWith(':00.000Z')
    ? text.slice(0, 16)
    : text.endsWith('.000Z')
      ? text.slice(0, 19)
      : text.slice(0, 23)
  return `${short.replace('T', ' ')}Z`
}

function heading(status: Status): string {
  switch (status.kind) {
    case 'unknown':
      return 'UNKNOWN'
    case 'not-installed':
      return 'NOT INSTALLED'
    case 'in-good-standing':
      return 'IN GOOD STANDING'
    case 'service-due-soon':
      return `SERVICE DUE SOON (${status.stage}) since ${utc(status.since)}`
    case 'violations-service-due':
      return `VIOLATIONS SERVICE DUE since ${utc(status.since)}`
    case 'locked-out':
      return `LOCKED OUT since ${utc(status.since)}${status.car === 'stays-locked' ? ', the car stays locked' : ''}`
    default:
      return unreachable(status)
  }
}

const findingsOf = (status: Status): readonly Finding[] => ('findings' in status ? status.findings : [])

function statusLines(status: Status): readonly string[] {
  if (status.kind === 'unknown') {
    const known = status.otherwise
    return [
      line('because', status.why),
      ...(known === null ? [] : [line('else', heading(known)), ...knownLines(known)]),
    ]
  }
  return knownLines(status)
}

const knownLines = (status: KnownStatus): readonly string[] =>
  'findings' in status ? status.findings.flatMap(findingLines) : status.because.map(factLine)

const findingLines = (finding: Finding): readonly string[] => [
  line('rule', `${finding.rule}: ${finding.title}`),
  line('law', lawWords(finding.law)),
  line('under', finding.profile),
  ...finding.because.map(factLine),
  ...(finding.derived === null
    ? []
    : [line('note', `derived from the calendar, device not heard since ${utc(finding.derived.notHeardSince)}`)]),
  ...(finding.cause === 'operator' ? [] : [line('cause', finding.cause)]),
  line('means', finding.effect),
  ...finding.consequences.flatMap(({ words, law }) => [line('also', words), line('law', lawWords(law))]),
  ...finding.interpretations.map((one) =>
    line('reading', `${one.id}: ${one.question} We read: ${one.ourReading} Other reading: ${one.otherReading}`),
  ),
]

const factLine = ({ at, seq, words }: FactRef): string => line('because', `${utc(at)} #${seq} ${words}`)

function stepLines({ urgency, who, words, by }: NextStep, { timeZone }: Assessment): readonly string[] {
  const label = who === 'driver' ? (urgency === 'may' ? 'may' : 'do') : who
  // The sentence tells local time; the record's own time stands beside it.
  const beside = by === null || !words.includes(inZone(by, timeZone)) ? '' : ` [${utc(by)}]`
  return [line(label, `${words}${beside}`)]
}

const line = (label: string, text: string): string => `  ${label.padEnd(8)} ${text}`
