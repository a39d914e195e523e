/** `keyturn keys list`: the keys and credentials of a folder, and how long each is good. */
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { keysOption, namesIn, rootKeyFrom, rootKeyOption } from '../statements/key-folder.ts'
import { type KeyView, viewKey } from '../statements/key-view.ts'
import { outJson } from '../terminal.ts'

type Options = { readonly keys: string; readonly rootKey?: string; readonly json?: boolean }

export function keysListCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'list', 'list the keys of a folder: whose, what for, how long; opens none')
    .addOption(keysOption())
    .addOption(rootKeyOption())
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      examples(['keyturn keys list', 'ends with 1 when one has expired or runs out within a month']),
    )
    .action(async (options: Options) => {
      const root = await rootKeyFrom(options, terminal)
      const views: KeyView[] = []
      for (const name of await namesIn(options.keys)) views.push(await viewKey(name, { ...options, root, terminal }))
      if (options.json === true) outJson(terminal, views)
      else for (const view of views) terminal.out(`${lineOf(view)}\n`)
      end(views.some(({ state }) => state !== 'good') ? EXIT.finding : EXIT.ok)
    })
}

const lineOf = ({ name, sealed, words, state }: KeyView): string =>
  `${state === 'good' ? 'GOOD    ' : state === 'ending' ? 'ENDING  ' : 'REFUSED '} ${name.padEnd(24)} ${sealed ? 'key     ' : 'no key  '} ${words}`
