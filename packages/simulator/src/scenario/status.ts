/** Compares what the case engine says with what was expected of it. */
import type { Assessment, Finding, KnownStatus } from '@keyturn/cases/assessment.ts'
import { lawWords } from '@keyturn/cases/law.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { FindingPattern, StatusPattern } from './expectation.ts'
import { isAt, localText, type Moment } from './moment.ts'
import type { Difference } from './records.ts'

/** One difference for each part of the expectation that is not met. */
export function compareStatus(
  assessment: Assessment,
  pattern: StatusPattern,
  /** How the scenario calls an order. */
  nameOf: (order: string) => string,
): readonly NonNullable<Difference>[] {
  const { status, timeZone } = assessment
  const known: KnownStatus | null = status.kind === 'unknown' ? status.otherwise : status
  const differences: NonNullable<Difference>[] = []
  const demand = (expected: string | undefined, happened: string) => {
    if (expected !== undefined && expected !== happened) differences.push({ expected, happened })
  }
  demand(pattern.kind, status.kind)
  demand(pattern.stage, known?.kind === 'service-due-soon' ? known.stage : 'no stage')
  demand(pattern.car, known?.kind === 'locked-out' ? known.car : 'no lockout')
  demand(pattern.integrity, assessment.integrity.state)
  const visitBy = known !== null && 'visitBy' in known ? known.visitBy : undefined
  moment('visit by', visitBy, pattern.visitBy)
  const dueBy = known !== null && 'dueAt' in known ? known.dueAt : undefined
  moment('due by', dueBy, pattern.dueBy)
  if (pattern.next !== undefined && !assessment.next.some(({ words }) => words.includes(pattern.next ?? ''))) {
    differences.push({
      expected: `next: ${pattern.next}`,
      happened: assessment.next.map(({ words }) => words).join(' | '),
    })
  }
  for (const finding of pattern.findings) {
    if (assessment.findings.some((each) => isSuch(each, finding, nameOf))) continue
    differences.push({ expected: `a finding ${patternText(finding)}`, happened: findingsText(assessment.findings) })
  }
  const unwanted = assessment.findings.filter(
    ({ rule, class: of }) => pattern.noneOf.includes(rule) || pattern.noneOf.includes(of),
  )
  if (unwanted.length > 0) {
    differences.push({ expected: `no finding of ${pattern.noneOf.join(', ')}`, happened: findingsText(unwanted) })
  }
  return differences

  function moment(what: string, actual: Instant | null | undefined, expected: Moment | 'at-once' | undefined): void {
    if (expected === undefined) return
    if (expected === 'at-once' ? actual === null : actual !== null && actual !== undefined && isAt(actual, expected))
      return
    const text = expected === 'at-once' ? 'at once' : localText(expected.at, timeZone)
    const happened = actual === undefined ? 'none' : actual === null ? 'at once' : localText(actual, timeZone)
    differences.push({ expected: `${what} ${text}`, happened: `${what} ${happened}` })
  }
}

function isSuch(finding: Finding, pattern: FindingPattern, nameOf: (order: string) => string): boolean {
  const { rule, class: of, cause, law, clause, heldBy } = pattern
  if (rule !== undefined && finding.rule !== rule) return false
  if (of !== undefined && finding.class !== of) return false
  if (cause !== undefined && finding.cause !== cause) return false
  if (heldBy !== undefined && heldOf(finding, nameOf) !== heldBy) return false
  const quoted = finding.law.kind === 'cited' ? finding.law : undefined
  const words = finding.law.kind === 'ordered' ? lawWords(finding.law) : quoted?.quote
  if (law !== undefined && words?.includes(law) !== true) return false
  return clause === undefined || quoted?.clauses.includes(clause) === true
}

/** The order by which a missed date is not counted; null where none is. */
function heldOf(finding: Finding, nameOf: (order: string) => string): string | null {
  if (finding.class === 'lockout') return finding.held === null ? null : nameOf(finding.held.order)
  return finding.law.kind === 'ordered' ? nameOf(finding.law.order) : null
}

const patternText = ({ rule, class: of, cause, law, clause, heldBy }: FindingPattern): string =>
  Object.entries({ rule, class: of, cause, law, clause, 'held by': heldBy })
    .flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]))
    .join(', ')

const findingsText = (findings: readonly Finding[]): string =>
  findings.length === 0
    ? 'no finding'
    : findings
        .map(
          ({ rule, class: of, cause, law }) =>
            `${rule} (${of}, ${cause}; ${law.kind === 'cited' ? `"${law.quote}"` : lawWords(law)})`,
        )
        .join(', ')
