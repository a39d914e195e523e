/** `keyturn mirror check`: which mirrors are fresh, stale, lying or silent. */
import { newestOf } from '@keyturn/evidence/statement/mirror.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { readMirror } from '../mirror/read-mirror.ts'
import { rootKeyFrom } from '../statements/key-folder.ts'
import { outJson } from '../terminal.ts'
import { forOption, type MirrorOptions, trustOptions } from './mirror-options.ts'

type Checked = {
  readonly mirror: string
  readonly state: string
  readonly number: number | null
  readonly words: string
  /** Listed files that are missing, false or not good now, by their id. */
  readonly files: readonly { readonly id: string; readonly state: string; readonly words: string }[]
}

export function mirrorCheckCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'check', 'say which mirrors are fresh, and which are stale, lying or silent')
    .description(
      'Reads the list of every mirror and every file it names, and believes nothing that does not verify from the ' +
        'root. The newest list that holds is the measure for the others.',
    )
    .argument('<url...>', 'base addresses, such as https://mirror.example/US-MA')
  for (const option of trustOptions()) command.addOption(option)
  command
    .addOption(forOption())
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      examples([
        'keyturn mirror check http://127.0.0.1:8080/mirror/US-MA https://mirror.example/US-MA --for US-MA --root-key root.pub',
        'ends with 1 when one of them is not fresh',
      ]),
    )
    .action(async (bases: readonly string[], options: MirrorOptions & { readonly json?: boolean }) => {
      const root = await rootKeyFrom(options, terminal)
      const reading = { root, jurisdiction: options.for, at: terminal.now() }
      const read = await Promise.all(bases.map((base) => readMirror(base, reading)))
      const { health } = newestOf(
        read.map(({ answer }) => answer),
        null,
      )
      const checked = health.map((one, n): Checked => {
        const files = read[n]?.files ?? []
        const bad = files.filter(({ state }) => state === 'doubted' || state === 'missing')
        const lying = one.state !== 'silent' && bad.some(({ state }) => state === 'doubted')
        return {
          ...one,
          state: lying ? 'lying' : bad.length > 0 ? 'silent' : one.state,
          words: bad[0] === undefined ? one.words : `of its files, ${bad[0].listed.id}: ${bad[0].wrong}`,
          files: files.flatMap(({ listed, state, wrong }) =>
            wrong === null ? [] : [{ id: listed.id, state, words: wrong }],
          ),
        }
      })
      if (options.json === true) outJson(terminal, checked)
      else for (const one of checked) terminal.out(lines(one))
      end(checked.some(({ state }) => state !== 'fresh') ? EXIT.finding : EXIT.ok)
    })
}

const lines = ({ mirror, state, number, words, files }: Checked): string =>
  [
    `${state.toUpperCase().padEnd(7)} ${mirror}${number === null ? '' : `  list number ${number}`}: ${words}`,
    ...files.map((one) => `        ${one.id}: ${one.words}`),
    '',
  ].join('\n')
