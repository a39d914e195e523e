/** `keyturn scenario run`: texts in, a report and an exit code out. Reading files and printing are the caller's. */
import { tellsCases } from '../case-scenario/parse-case.ts'
import { runCases } from '../case-scenario/run-case.ts'
import type { Kit } from './kit.ts'
import type { Mismatch, ScenarioResult, UnreadableFile } from './result.ts'
import { runScenario } from './run.ts'

/** A file that was read, or why it could not be. */
export type ScenarioFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly unreadable: string }

export type CommandResult = {
  readonly text: string
  /** 0 all as expected; 1 a mismatch; 2 a file that cannot be read, or none given. */
  readonly exitCode: 0 | 1 | 2
}

export type Runs = { readonly results: readonly ScenarioResult[]; readonly unreadable: readonly UnreadableFile[] }

/** Runs every scenario of every file. A file that cannot be read does not keep the others from running. */
export function runFiles(files: readonly ScenarioFile[], kit: Kit): Runs {
  const results: ScenarioResult[] = []
  const unreadable: UnreadableFile[] = []
  for (const file of files) {
    if ('unreadable' in file) {
      unreadable.push({ file: file.path, problems: [{ line: 1, column: 1, message: file.unreadable }] })
      continue
    }
    const run = tellsCases(file.text) ? runCases : runScenario
    const ran = run(file.text, file.path, kit)
    if (ran.kind === 'ran') results.push(...ran.results)
    else unreadable.push(ran.file)
  }
  return { results, unreadable }
}

/** The whole command: a report for people, or with `json` one for programs, and the exit code. */
export function scenarioCommand(
  files: readonly ScenarioFile[],
  options: { readonly json: boolean },
  kit: Kit,
): CommandResult {
  const { results, unreadable } = runFiles(files, kit)
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  const none = results.length === 0 && unreadable.length === 0
  const exitCode = unreadable.length > 0 || none ? 2 : failed > 0 ? 1 : 0
  if (options.json) {
    const summary = { passed: results.length - failed, failed, unreadable: unreadable.length, exitCode }
    return { text: `${JSON.stringify({ summary, results, unreadable }, null, 2)}\n`, exitCode }
  }
  if (none)
    return { text: 'There is no scenario file here: give files or folders with .yaml files in them.\n', exitCode }
  return { text: reportText(results, unreadable), exitCode }
}

function reportText(results: readonly ScenarioResult[], unreadable: readonly UnreadableFile[]): string {
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  const lines = results.flatMap(resultLines)
  for (const { file, problems } of unreadable) {
    for (const { line, column, message } of problems) lines.push(`${file}:${line}:${column}: ${message}`)
  }
  const counts = [`${results.length - failed} passed`, `${failed} failed`]
  if (unreadable.length > 0) counts.push(`${count(unreadable.length, 'file')} could not be read`)
  return `${[...lines, '', `${counts.join(', ')}.`].join('\n')}\n`
}

function resultLines({
  file,
  line,
  title,
  clauses,
  outcome,
  steps,
  records,
  mismatches,
}: ScenarioResult): readonly string[] {
  const proved = clauses.length === 0 ? '' : ` [${clauses.join(' ')}]`
  if (outcome === 'passed')
    return [`passed  ${file}:${line}  ${title}${proved} (${count(steps, 'step')}, ${count(records, 'record')})`]
  return [
    `FAILED  ${file}:${line}  ${title}${proved}`,
    ...mismatches.flatMap((mismatch) => mismatchLines(file, mismatch)),
  ]
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

const mismatchLines = (
  file: string,
  { line, column, what, expected, happened, at, after }: Mismatch,
): readonly string[] => [
  `  ${file}:${line}:${column}  ${what}, at ${at}${after === '' ? '' : ` after "${after}"`}`,
  `    expected  ${expected}`,
  `    happened  ${happened}`,
]
