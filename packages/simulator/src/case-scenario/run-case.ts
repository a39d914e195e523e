/** Runs cases: facts by the real engine, cars by the real controller; only time, cars and breath are simulated. */
import type { CaseAssessment, CaseFinding } from '@keyturn/cases/program/assessment.ts'
import type { CaseFact, FactBody } from '@keyturn/cases/program/fact.ts'
import { mayRecord } from '@keyturn/cases/program/may-record.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Kit } from '../scenario/kit.ts'
import { localText } from '../scenario/moment.ts'
import type { Place } from '../scenario/place.ts'
import type { Difference } from '../scenario/records.ts'
import type { Mismatch, ScenarioResult } from '../scenario/result.ts'
import type { FileResult } from '../scenario/run.ts'
import type { CaseCheck } from './case-expectation.ts'
import { type CaseScenario, type Line, PEOPLE, type ToldFact } from './case-scenario.ts'
import { CaseWorld, type Happening } from './case-world.ts'
import { differencesOf } from './check-case.ts'
import { parseCases } from './parse-case.ts'

/** `happenings`: the same life, to be led again through a server. */
export type CaseRun = {
  readonly result: ScenarioResult
  readonly happenings: readonly Happening[]
}

/** Runs every case of a file's text. `name` is how reports call the file. */
export function runCases(text: string, name: string, kit: Kit): FileResult {
  const parsed = parseCases(text)
  if (parsed.kind === 'refused') {
    const problems = parsed.problems.map(({ place, message }) => ({ ...place, message }))
    return { kind: 'unreadable', file: { file: name, problems } }
  }
  return { kind: 'ran', results: parsed.cases.map((one) => runCase(one, name, kit).result) }
}

/** The case as its file tells it up to a moment, with the cars at that moment; what does not agree is not looked at. */
export function caseUpTo(scenario: CaseScenario, until: Instant, kit: Kit): CaseWorld {
  const run = new Run(scenario, kit)
  for (const line of scenario.lines) if (line.at <= until && line.act.do !== 'expect') run.take(line)
  run.world.passTo(until)
  return run.world
}

/** Runs one case to its end. The same file gives the same answers, byte for byte. */
export function runCase(scenario: CaseScenario, file: string, kit: Kit): CaseRun {
  const run = new Run(scenario, kit)
  for (const line of scenario.lines) if (!run.broke) run.take(line)
  run.end(kit)
  const { mismatches, checks, world } = run
  const { title, clauses, place, lines } = scenario
  const result: ScenarioResult = {
    file,
    line: place.line,
    title,
    clauses,
    outcome: mismatches.length === 0 ? 'passed' : 'failed',
    steps: lines.length,
    checks,
    records: world.cars.reduce((sum, car) => sum + car.world.log.records.length, 0),
    mismatches,
  }
  return { result, happenings: world.happenings() }
}

/** One run from line to line, with what did not agree on the way. */
class Run {
  readonly world: CaseWorld
  readonly mismatches: Mismatch[] = []
  checks = 0
  broke = false
  readonly #scenario: CaseScenario
  #line: Line | undefined

  constructor(scenario: CaseScenario, kit: Kit) {
    this.#scenario = scenario
    this.world = new CaseWorld(scenario.caseId, scenario.jurisdiction, scenario.seed, kit)
  }

  /** A line that throws is a fault of ours: it ends this case, with its words, and the others still run. */
  take(line: Line): void {
    this.#line = line
    try {
      this.#take(line)
    } catch (error) {
      this.broke = true
      this.#differs('line', line.place, { expected: line.text, happened: `it broke: ${reasonOf(error)}` })
    }
  }

  end(kit: Kit): void {
    const place = this.#line?.place ?? this.#scenario.place
    if (this.broke) return
    for (const car of this.world.cars) for (const broken of car.broken(kit)) this.#differs('promise', place, broken)
  }

  #take({ at, act, place, text }: Line): void {
    const visited = act.do === 'tell' && act.fact.body.kind === 'visit-kept' ? act.fact.body.device : undefined
    this.world.passTo(at, visited)
    const ahead = this.world.cars.find((car) => !car.gone && car.world.at > at)
    if (ahead !== undefined && act.do !== 'car') {
      const until = localText(ahead.world.at, this.#scenario.zone)
      this.#differs('line', place, { expected: text, happened: `${ahead.vehicle} is still under way until ${until}` })
    }
    if (act.do === 'tell') this.#tell(act.fact, act.who, at, place)
    else if (act.do === 'expect') this.#expect(act.checks, at, act.asOf ?? at)
    else if (act.do === 'publish') {
      const impossible = this.world.publish(act.what, at)
      if (impossible !== null) this.#differs('line', place, { expected: text, happened: impossible })
    } else {
      const car = this.world.carOf(act.vehicle)
      if (car === undefined) {
        this.#differs('line', place, { expected: text, happened: `${act.vehicle} has no device that keeps a log` })
        return
      }
      for (const one of act.acts) {
        const impossible = car.do(one)
        if (impossible !== null) this.#differs('line', place, { expected: text, happened: impossible })
      }
    }
  }

  #tell(fact: ToldFact, who: keyof typeof PEOPLE, at: Instant, place: Place): void {
    const name = this.#scenario.people[who]
    const by = { user: who, name, role: PEOPLE[who] }
    const body = this.#resolved(fact, at, place)
    if (body === null) return
    const { answer, impossible } = this.world.tell({
      who,
      by,
      body,
      at,
      happenedAt: fact.happenedAt ?? at,
      log: fact.log,
    })
    if (impossible !== null) this.#differs('line', place, { expected: body.kind, happened: impossible })
    this.checks += 1
    for (const difference of answerDifferences(fact, answer)) this.#differs(body.kind, place, difference)
  }

  #expect(checks: readonly CaseCheck[], at: Instant, asOf: Instant): void {
    const { assessment: found, explanation } = this.world.asked(at, asOf)
    for (const check of checks) {
      this.checks += 1
      for (const difference of this.#differences(check, found, explanation, at)) {
        this.#differs(check.of, check.place, difference)
      }
    }
  }

  #differences(
    check: CaseCheck,
    found: CaseAssessment,
    explanation: string,
    at: Instant,
  ): readonly NonNullable<Difference>[] {
    if (check.of === 'explanation') {
      const missing = check.contains.filter((text) => !explanation.includes(text))
      const said = check.lacks.filter((text) => explanation.includes(text))
      return [
        ...missing.map((text) => ({ expected: `"${text}"`, happened: 'the explanation does not say so' })),
        ...said.map((text) => ({ expected: `not "${text}"`, happened: 'the explanation says so' })),
      ]
    }
    if (check.of !== 'may' && check.of !== 'may not') return differencesOf(found, check)
    const body = this.#resolved(check.fact, at, check.place)
    if (body === null) return []
    const answer = mayRecord(this.world.law, this.world.file, found, body, at)
    return answerDifferences({ ...check.fact, refused: check.of === 'may' ? null : (check.fact.refused ?? '') }, answer)
  }

  /** What the fact names in words, as the case names it. */
  #resolved({ body, withdraws }: ToldFact, at: Instant, place: Place): FactBody | null {
    const { facts } = this.world
    const findings = this.world.facts.length === 0 ? [] : this.world.assess(at).findings
    const missing: string[] = []
    const finding = (name: string): string => {
      const found = findingNamed(findings, name, this.#scenario.zone)
      if (found === undefined) missing.push(name)
      return found?.id ?? name
    }
    const resolved = withFindings(withNumbers(body, withdraws, facts), finding)
    for (const name of missing) {
      const happened = findings.map(({ rule }) => rule).join(', ') || 'no finding'
      this.#differs(body.kind, place, { expected: `a finding ${name}`, happened })
    }
    return missing.length === 0 ? resolved : null
  }

  #differs(what: string, { line, column }: Place, { expected, happened }: NonNullable<Difference>): void {
    const told = this.#line
    // A line that is told again and again goes wrong in one way: once is enough.
    const known = this.mismatches.some((one) => one.line === line && one.column === column && one.happened === happened)
    if (known) return
    const at = told === undefined ? '' : localText(told.at, this.#scenario.zone)
    this.mismatches.push({ line, column, what, expected, happened, at, after: '' })
  }
}

function answerDifferences(
  { body, refused }: Pick<ToldFact, 'body' | 'refused'>,
  answer: ReturnType<typeof mayRecord>,
): readonly NonNullable<Difference>[] {
  if (refused === null) {
    return answer.allowed ? [] : [{ expected: `${body.kind} is taken`, happened: `refused: ${answer.because}` }]
  }
  const expected = `${body.kind} is refused${refused === '' ? '' : `: …${refused}…`}`
  if (answer.allowed) return [{ expected, happened: 'taken' }]
  return answer.because.includes(refused) ? [] : [{ expected, happened: `refused: ${answer.because}` }]
}

/** `failed-starts` is the last finding of that rule, `failed-starts of 2021-05-03` the one since that day. */
function findingNamed(findings: readonly CaseFinding[], name: string, zone: string): CaseFinding | undefined {
  const [, rule = name, day] = /^(\S+) of (\d{4}-\d\d-\d\d)$/.exec(name) ?? []
  return findings.findLast(
    (one) => one.id === name || (one.rule === rule && (day === undefined || civilDateOf(one.since, zone) === day)),
  )
}

function withFindings(body: FactBody, finding: (name: string) => string): FactBody {
  switch (body.kind) {
    case 'excusal-granted':
    case 'hearing-requested':
      return { ...body, about: finding(body.about) }
    case 'hearing-scheduled':
      return { ...body, about: body.about.map(finding) }
    case 'hearing-decided':
      return { ...body, outcomes: body.outcomes.map((one) => ({ ...one, about: finding(one.about) })) }
    default:
      return body
  }
}

/** 0 stands for the last fact of the kind that is meant. */
function withNumbers(body: FactBody, withdraws: string | null, facts: readonly CaseFact[]): FactBody {
  const last = (kind: string): number => facts.findLast((fact) => fact.kind === kind)?.seq ?? 0
  if (body.kind === 'credit-decided' && body.request === 0) return { ...body, request: last('credit-requested') }
  if (body.kind === 'removal-decided' && body.request === 0) return { ...body, request: last('removal-requested') }
  if (body.kind === 'fact-withdrawn' && withdraws !== null) return { ...body, fact: last(withdraws) }
  return body
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
