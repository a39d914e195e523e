/** `keyturn scenario run`: plays scenario files and says what did not come as expected. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { scenarioCommand as play, type ScenarioFile } from '@keyturn/simulator/scenario/command.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { Refusal } from '../exit.ts'
import { isFolder, readText } from '../read-file.ts'
import type { Terminal } from '../terminal.ts'

export function scenarioCommand(parent: Command, { terminal, end }: Frame): void {
  const scenario = parent
    .command('scenario')
    .summary('run scenario and case files: what is done, and what must come of it')
    .description(
      'Scenario files tell in plain YAML what is done to a car, case files who did what in a case, and what must come of it.',
    )
  commandUnder(scenario, 'run', 'run scenario files, and every .yaml file in folders')
    .description(
      'Runs scenarios on the real controller, the real log and the real case rules; only time, car and breath are ' +
        'simulated. The formats are told in docs/formats/scenario.md and docs/formats/case-scenario.md.',
    )
    .argument('<path...>', 'scenario files, folders of them, or - for standard input')
    .option('--json', 'print results as JSON')
    .addHelpText(
      'after',
      examples(
        ['keyturn scenario run conformance/scenarios conformance/cases', 'every scenario and case of the project'],
        ['keyturn scenario run my-case.yaml --json', 'one of your own, for a program to read'],
      ),
    )
    .addHelpText('after', 'Here 1 means a mismatch, and 2 a file that is no scenario: its lines and columns are named.')
    .action(async (paths: readonly string[], options: { readonly json?: boolean }) => {
      const files = await Promise.all((await expand(paths)).map((path) => fileAt(path, terminal)))
      const { text, exitCode } = play(files, { json: options.json === true }, nodeKit)
      terminal.out(text)
      end(exitCode)
    })
}

/** A folder stands for the scenario files below it, in alphabetical order. */
async function expand(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of paths) {
    if (path === '-' || !(await isFolder(path))) {
      found.push(path)
      continue
    }
    const names = await readdir(path, { recursive: true })
    found.push(
      ...names
        .filter((name) => /\.ya?ml$/.test(name))
        .toSorted()
        .map((name) => join(path, name)),
    )
  }
  return found
}

async function fileAt(path: string, terminal: Terminal): Promise<ScenarioFile> {
  try {
    return { path: path === '-' ? 'standard input' : path, text: await readText(path, terminal) }
  } catch (error) {
    if (error instanceof Refusal) return { path, unreadable: error.message }
    throw error
  }
}
