/** A whole case in plain words as of any day: from a server, or from a case file without any. */

import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import { explainCase } from '@keyturn/cases/program/explain-case.ts'
import { type CaseTimelineEntry, caseTimeline } from '@keyturn/cases/program/timeline.ts'
import { tell } from '@keyturn/cases/program/told.ts'
import type { Client } from '@keyturn/contract/client.ts'
import { caseStatus, caseTimelineEndpoint, explainCaseEndpoint, getCase } from '@keyturn/contract/endpoints/cases.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { instant, isCaseId, iso } from '@keyturn/domain/units.ts'
import type { CaseScenario } from '@keyturn/simulator/case-scenario/case-scenario.ts'
import { parseCases, tellsCases } from '@keyturn/simulator/case-scenario/parse-case.ts'
import { caseUpTo } from '@keyturn/simulator/case-scenario/run-case.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { badInput, EXIT, type ExitCode, Refusal } from '../exit.ts'
import { oneLine } from '../legible.ts'
import { readText } from '../read-file.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { type GivenMoment, momentIn } from './moments.ts'

export type CaseOptions = {
  readonly at?: GivenMoment
  readonly knownAt?: GivenMoment
  readonly timeline?: boolean
  readonly json?: boolean
}

/** Tells a case of a case file, led up to the moment it is known at. */
export async function fromCaseFile(
  file: string,
  name: string | undefined,
  options: CaseOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const scenario = scenarioIn(await readText(file, terminal), file, name)
  const { zone } = scenario
  const last = scenario.lines.at(-1)?.at
  if (last === undefined) throw badInput(`${file} has no line.`)
  const asked = options.at === undefined ? undefined : momentIn(options.at, zone)
  const known = options.knownAt === undefined ? undefined : momentIn(options.knownAt, zone)
  const asOf = asked ?? known ?? last
  const world = caseUpTo(scenario, known ?? (asOf > last ? asOf : last), nodeKit)
  if (world.facts.length === 0) throw badInput(`Nothing is told in ${file} by then.`)
  const assessment = world.assess(asOf)
  const story = caseTimeline(tell(world.law, world.file, asOf), assessment.findings)
  if (options.json === true) outJson(terminal, { case: world.caseId, assessment, timeline: story })
  else say(terminal, explainCase(assessment), options.timeline === true ? story.map(storyLine) : [])
  return EXIT.ok
}

function scenarioIn(text: string, file: string, name: string | undefined): CaseScenario {
  if (!tellsCases(text)) throw badInput(`${file} tells no case: a case file has "story:" in it.`)
  const parsed = parseCases(text)
  if (parsed.kind === 'refused') {
    const lines = parsed.problems.map(({ place, message }) => `${file}:${place.line}:${place.column}: ${message}`)
    throw badInput(lines.join('\n'))
  }
  const ids = parsed.cases.map(({ caseId }) => caseId).join(', ')
  const found = parsed.cases.filter(({ caseId }) => name === undefined || caseId === name)
  const [one, another] = found
  if (one !== undefined && another === undefined) return one
  throw badInput(
    name === undefined ? `${file} tells several cases; say which: ${ids}.` : `${file} tells ${ids}, and not ${name}.`,
  )
}

/**
 * Tells a case that a server keeps. Undefined when the caller may not see it, or the server knows none of that name:
 * then it may still know a device.
 */
export async function fromCase(
  call: Client,
  name: string,
  options: CaseOptions & { readonly server: string },
  terminal: Terminal,
): Promise<ExitCode | undefined> {
  if (!isCaseId(name)) return undefined
  const params = { caseId: name }
  const view = await call(getCase, { params })
  if (!view.ok) return undefined
  const { timeZone } = view.value.assessment
  const moment = (given: GivenMoment | undefined, key: 'at' | 'knownAt') =>
    given === undefined ? {} : { [key]: iso(momentIn(given, timeZone)) }
  const query = { ...moment(options.at, 'at'), ...moment(options.knownAt, 'knownAt') }
  if (options.json === true) {
    const status = await call(caseStatus, { params, query })
    if (!status.ok) throw refusedBy(options.server, status.problem.detail)
    outJson(terminal, { case: name, assessment: status.value })
    return EXIT.ok
  }
  const told = await call(explainCaseEndpoint, { params, query })
  if (!told.ok) throw refusedBy(options.server, told.problem.detail)
  say(terminal, told.value, options.timeline === true ? await storyOf(call, name, view.value.assessment) : [])
  return EXIT.ok
}

const PAGE = 500

async function storyOf(call: Client, caseId: string, { timeZone }: CaseAssessment): Promise<readonly string[]> {
  const lines: string[] = []
  for (let after: string | undefined; ; ) {
    const query = after === undefined ? { limit: PAGE } : { limit: PAGE, after }
    const page = await call(caseTimelineEndpoint, { params: { caseId }, query })
    if (!page.ok) throw new Refusal(EXIT.finding, page.problem.detail)
    for (const { at, seq, words } of page.value.entries)
      lines.push(`${inZone(instant(Date.parse(at)), timeZone)}  #${seq} ${oneLine(words)}`)
    if (page.value.next === null) return lines.toReversed()
    after = page.value.next
  }
}

const storyLine = ({ when, ref, later }: CaseTimelineEntry): string =>
  `${when}  #${ref.seq} ${oneLine(ref.words)}${later === null ? '' : ` (told ${later} later)`}`

function say(terminal: Terminal, explanation: string, story: readonly string[]): void {
  terminal.out(`${explanation}\n`)
  if (story.length > 0) terminal.out(`\nIN ORDER\n${story.map((line) => `  ${line}\n`).join('')}`)
}

const refusedBy = (server: string, detail: string): Refusal => new Refusal(EXIT.finding, `${server} refuses: ${detail}`)
