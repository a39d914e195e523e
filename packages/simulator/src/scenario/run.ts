/**
 * Runs scenarios: the real controller, real segments, the real case engine; only time, car and breath are simulated.
 */
import { type Impossible, perform } from './acts.ts'
import { differencesOf, type Marks } from './checks.ts'
import type { Kit } from './kit.ts'
import { localText } from './moment.ts'
import { parseScenarios } from './parse.ts'
import type { Place } from './place.ts'
import { brokenAfterStep, brokenAtEnd } from './promises.ts'
import type { Difference } from './records.ts'
import type { Mismatch, ScenarioResult, UnreadableFile } from './result.ts'
import type { Scenario, Step } from './scenario.ts'
import { World } from './world.ts'

export type FileResult =
  | { readonly kind: 'ran'; readonly results: readonly ScenarioResult[] }
  | { readonly kind: 'unreadable'; readonly file: UnreadableFile }

/** Runs every scenario of a file's text. `name` is how reports call the file. The same text gives the same answer. */
export function runScenario(text: string, name: string, kit: Kit): FileResult {
  const parsed = parseScenarios(text)
  if (parsed.kind === 'refused') {
    const problems = parsed.problems.map(({ place, message }) => ({ ...place, message }))
    return { kind: 'unreadable', file: { file: name, problems } }
  }
  return { kind: 'ran', results: parsed.scenarios.map((scenario) => runOne(scenario, name, kit)) }
}

function runOne(scenario: Scenario, file: string, kit: Kit): ScenarioResult {
  const { title, clauses, steps, place } = scenario
  const world = new World(scenario, kit)
  world.installed('R. Alden', 'Center 1')
  const run = new Run(world)
  for (const step of steps) if (!run.broke) run.take(step)
  run.end(kit, steps.at(-1)?.place ?? place)
  const { mismatches, checks } = run
  const outcome = mismatches.length === 0 ? 'passed' : 'failed'
  return {
    file,
    line: place.line,
    title,
    clauses,
    outcome,
    steps: steps.length,
    checks,
    records: world.log.records.length,
    mismatches,
  }
}

/** One run from step to step, with what did not agree on the way. */
class Run {
  readonly mismatches: Mismatch[] = []
  checks = 0
  broke = false
  readonly #world: World
  #marks: Marks
  #after = ''

  constructor(world: World) {
    this.#world = world
    const start = world.log.records.length
    this.#marks = { start, lastExpect: start }
  }

  take({ act, place, text }: Step): void {
    const world = this.#world
    if (act.do === 'expect') {
      for (const check of act.expectation) {
        this.checks += 1
        for (const difference of differencesOf(world, check, this.#marks))
          this.#differs(check.of, check.place, difference)
      }
      this.#marks = { start: this.#marks.start, lastExpect: world.log.records.length }
      return
    }
    const impossible = this.#performed(act)
    this.#after = text
    if (impossible !== null) this.#differs('step', place, { expected: text, happened: impossible })
    if (this.broke) return
    for (const broken of brokenAfterStep(world)) this.#differs('promise', place, broken)
  }

  /**
   * A step that throws is a fault of the device or of its log: it ends this scenario, with its words, and the others
   * still run.
   */
  #performed(act: Parameters<typeof perform>[1]): Impossible {
    try {
      return perform(this.#world, act)
    } catch (error) {
      this.broke = true
      return `the device broke: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  end(kit: Kit, place: Place): void {
    for (const broken of brokenAtEnd(this.#world, kit)) this.#differs('promise', place, broken)
  }

  #differs(what: string, { line, column }: Place, { expected, happened }: NonNullable<Difference>): void {
    const at = localText(this.#world.at, this.#world.profile.timeZone)
    this.mismatches.push({ line, column, what, expected, happened, at, after: this.#after })
  }
}
