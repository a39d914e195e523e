/** Holds an assessment against what a case file expects of it. */
import type { CaseAssessment, CaseFinding } from '@keyturn/cases/program/assessment.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import { isAt, localText } from '../scenario/moment.ts'
import type { Difference } from '../scenario/records.ts'
import type { CaseCheck, CaseFindingPattern, VehicleState } from './case-expectation.ts'

type Differences = readonly NonNullable<Difference>[]
/** Checks of a state; what may be recorded and what the explanation says is asked elsewhere. */
export type StateCheck = Exclude<CaseCheck, { readonly of: 'may' | 'may not' | 'explanation' }>

/** The differences; none when the check holds. */
export function differencesOf(found: CaseAssessment, check: StateCheck): Differences {
  const { timeZone: zone, term } = found
  switch (check.of) {
    case 'stage':
      return same(check.is, found.stage.kind)
    case 'headline':
      return containing(check.contains, [found.headline])
    case 'next':
      return containing(
        check.contains,
        found.next.map(({ words }) => words),
      )
    case 'correction':
      return containing(
        check.contains,
        found.corrections.map(({ kind, words }) => `${kind}: ${words}`),
      )
    case 'term ends on':
      return same(check.on, term.endsOn ?? 'open', term.openBecause ?? '')
    case 'request from':
      return same(check.on, term.requestFrom ?? 'none')
    case 'clean since':
      return same(check.on, term.cleanSince ?? 'none')
    case 'finding':
      return found.findings.some((each) => isSuch(each, check.pattern))
        ? []
        : [{ expected: patternText(check.pattern, zone), happened: findingsText(found.findings, zone) }]
    case 'no finding': {
      const { rules } = check
      const unwanted = found.findings.filter(
        ({ rule, class: of }) => rules === 'any' || rules.includes(rule) || rules.includes(of),
      )
      return unwanted.length === 0
        ? []
        : [{ expected: `no finding of ${rules}`, happened: findingsText(unwanted, zone) }]
    }
    case 'requirement': {
      const one = found.checklist.find(({ id }) => id === check.id)
      const known = found.checklist.map(({ id, state }) => `${id} ${state}`).join(', ')
      return same(`${check.id}: ${check.state}`, one === undefined ? `only ${known}` : `${one.id}: ${one.state}`)
    }
    case 'deadline': {
      const these = found.deadlines.filter(({ what }) => what === check.what)
      const told = these.map(({ closesAt, state }) => `${localText(closesAt, zone)} (${state})`).join(', ') || 'none'
      const { closes } = check
      const holds = closes === 'none' ? these.length === 0 : these.some(({ closesAt }) => isAt(closesAt, closes))
      const wanted = closes === 'none' ? 'none' : localText(closes.at, zone)
      return holds ? [] : [{ expected: `${check.what} ${wanted}`, happened: told }]
    }
    case 'vehicle':
      return vehicle(found, check.vehicle, check.state)
    case 'hearing': {
      const one = found.hearings.find(({ hearing }) => hearing === check.hearing)
      return same(check.state, one?.state ?? `there is no ${check.hearing}`)
    }
    default:
      return unreachable(check)
  }
}

/** Each text must stand in one of what is said. */
function containing(wanted: readonly string[], said: readonly string[]): Differences {
  return wanted
    .filter((text) => !said.some((one) => one.includes(text)))
    .map((text) => ({ expected: `"${text}"`, happened: said.join(' | ') || 'nothing' }))
}

function vehicle(found: CaseAssessment, name: string, state: VehicleState): Differences {
  const one = found.vehicles.find((each) => each.vehicle === name)
  if (one === undefined) return [{ expected: `${name} ${state}`, happened: `there is no ${name}` }]
  const { refused, device } = one
  const holds =
    state === 'refused'
      ? refused !== null
      : state === 'with-device'
        ? device !== null
        : state === 'without-device'
          ? device === null
          : one.state === state
  const why = refused === null ? '' : `, refused: ${refused.words}`
  return holds ? [] : [{ expected: `${name} ${state}`, happened: `${one.state}, device ${device ?? 'none'}${why}` }]
}

function isSuch(finding: CaseFinding, pattern: CaseFindingPattern): boolean {
  const { rule, standing, cause, since, ended, hearingBy, clause, late } = pattern
  const law = finding.law
  const clauses = 'clauses' in law ? law.clauses : []
  return (
    (rule === null || finding.rule === rule) &&
    (pattern.class === null || finding.class === pattern.class) &&
    (standing === null || finding.standing.kind === standing) &&
    (cause === null || finding.cause === cause) &&
    (since === null || isAt(finding.since, since)) &&
    (ended === null || (finding.endedAt !== null) === ended) &&
    (hearingBy === null || isHearingBy(finding, hearingBy)) &&
    (clause === null || clauses.includes(clause)) &&
    (late === null || finding.learnedAt - finding.since > DAY_MS === late)
  )
}

const DAY_MS = 86_400_000

function isHearingBy({ hearingBy }: CaseFinding, wanted: NonNullable<CaseFindingPattern['hearingBy']>): boolean {
  return wanted === 'none' ? hearingBy === null : hearingBy !== null && isAt(hearingBy, wanted)
}

function patternText(pattern: CaseFindingPattern, zone: string): string {
  const { since, hearingBy, ...words } = pattern
  const plain = Object.entries(words).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  const at = since === null ? [] : [`since: ${localText(since.at, zone)}`]
  const by = hearingBy === null ? [] : [`hearing by: ${hearingBy === 'none' ? 'none' : localText(hearingBy.at, zone)}`]
  return `a finding with ${[...plain, ...at, ...by].join(', ')}`
}

const findingsText = (findings: readonly CaseFinding[], zone: string): string =>
  findings
    .map(({ rule, class: of, standing, cause, since, endedAt, hearingBy }) => {
      const hearing = hearingBy === null ? '' : `, hearing by ${localText(hearingBy, zone)}`
      const ended = endedAt === null ? '' : ', ended'
      return `${rule} (${of}, ${standing.kind}, ${cause}, since ${localText(since, zone)}${ended}${hearing})`
    })
    .join('; ') || 'no finding'

const same = (expected: string, happened: string, why = ''): Differences =>
  expected === happened ? [] : [{ expected, happened: why === '' ? happened : `${happened} (${why})` }]
