/** `keyturn mirror pull`: copies a mirror that holds into a folder, to be served from elsewhere. */
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT, Refusal } from '../exit.ts'
import { writeMirror } from '../mirror/mirror-folder.ts'
import { readMirror } from '../mirror/read-mirror.ts'
import { rootKeyFrom } from '../statements/key-folder.ts'
import { forOption, type MirrorOptions, trustOptions } from './mirror-options.ts'

export function mirrorPullCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'pull', 'copy a mirror into a folder that any web server can serve')
    .description(
      'Copies the list and all its files, after each was verified from the root. What does not hold is not copied: the ' +
        'folder stays as it was.',
    )
    .argument('<url>', 'base address, such as https://iid.example.gov/mirror/US-MA')
    .argument('<folder>', 'where the copy goes')
  for (const option of trustOptions()) command.addOption(option)
  command
    .addOption(forOption())
    .addHelpText(
      'after',
      examples([
        'keyturn mirror pull https://iid.example.gov/mirror/US-MA /srv/www/US-MA --for US-MA --root-key root.pub',
        'from a timer every quarter of an hour; serve the folder with any web server',
      ]),
    )
    .action(async (base: string, folder: string, options: MirrorOptions) => {
      const root = await rootKeyFrom(options, terminal)
      const { answer, files } = await readMirror(base, { root, jurisdiction: options.for, at: terminal.now() })
      if (answer.kind === 'silent') throw new Refusal(EXIT.environment, `${base} gives no list: ${answer.why}.`)
      if (answer.kind === 'doubted') throw new Refusal(EXIT.finding, `${base} is not to be copied: ${answer.doubt}.`)
      const bad = files.find(({ state }) => state === 'doubted' || state === 'missing')
      if (bad !== undefined) {
        throw new Refusal(EXIT.finding, `${base} is not to be copied: of its files, ${bad.listed.id}: ${bad.wrong}.`)
      }
      await writeMirror(
        folder,
        answer.file,
        files.map(({ file }) => file),
      )
      terminal.out(
        `${folder} has list number ${answer.index.number} of ${options.for} and its ${files.length} files.\n`,
      )
      end(EXIT.ok)
    })
}
