import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { programFor } from './program.ts'
import { keyturn, silent } from './told-terminal.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8')
const readme = read('README.md')
const cli = read('docs/cli.md')
const program = programFor({ terminal: silent, end: () => {} })

/** Every command for people that does something, by the words that call it: `scenario run`. */
function commands(of: Command, before: readonly string[] = []): readonly (readonly [string, Command])[] {
  // A command that one process starts another with is not shown in the help.
  const shown = of.createHelp().visibleCommands(of)
  return of.commands
    .filter((command) => shown.includes(command))
    .flatMap((command) => {
      const words = [...before, command.name()]
      return command.commands.length > 0 ? commands(command, words) : [[words.join(' '), command] as const]
    })
}
const all = commands(program)

/** Lines of the fenced blocks of a document. */
const typed = (text: string): readonly string[] =>
  [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'))

describe('what the README tells to run', () => {
  const scripts: unknown = JSON.parse(read('package.json')).scripts

  test.each(typed(readme))('%s is there', (line) => {
    const [npm, verb = '', name = ''] = line.split(' ')
    expect(npm).toBe('npm')
    expect(scripts).toHaveProperty(verb === 'run' ? name : verb)
  })

  test.each(typed(readme).filter((line) => line.startsWith('npm run keyturn -- ')))(
    '%s is understood',
    async (line) => {
      const words = line.replace('npm run keyturn -- ', '').split(' ')
      const command = all.find(([name]) => words.join(' ').startsWith(name))
      expect(command).toBeDefined()
      // Whatever it needs may be absent here; that it is no command of ours would be exit code 2 and a hint at --help.
      const told = await keyturn([...words, '--help'])
      expect(told).toMatchObject({ exit: 0, err: '' })
      for (const option of words.filter((word) => word.startsWith('--'))) expect(told.out).toContain(option)
    },
  )

  test.each([...readme.matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => path))('%s exists', (path) => {
    expect(existsSync(resolve(root, path))).toBe(true)
  })

  test('every workspace is on its map', () => {
    for (const workspace of ['domain', 'rules', 'device', 'evidence', 'cases', 'contract', 'store', 'simulator']) {
      expect(readme).toContain(workspace)
    }
  })
})

describe('docs/cli.md', () => {
  test('has a section for each command and for no other', () => {
    const sections = [...cli.matchAll(/^## keyturn (.+)$/gm)].map(([, name]) => name)
    expect(sections.toSorted()).toEqual(all.map(([name]) => name).toSorted())
  })

  test.each(all)('tells the options of %s, and no others', (name, command) => {
    const [, after = ''] = cli.split(`\n## keyturn ${name}\n`)
    const [section = ''] = after.split('\n## ')
    const told = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, flags]) => flags)
    const real = command.options.filter(({ hidden }) => !hidden).map(({ flags }) => flags.replace(/^-\w, /, ''))
    expect(told.toSorted()).toEqual(real.toSorted())
  })
})

test.each(all)('the help of %s has examples that name it', (name, command) => {
  let help = ''
  command.configureOutput({
    writeOut: (text) => {
      help += text
    },
  })
  command.outputHelp()
  expect(help).toContain('Examples:')
  expect(help).toContain(`keyturn ${name}`)
  expect(help).toContain('Exit codes: 0')
})

describe('the map in docs/architecture.md', () => {
  const map = read('docs/architecture.md')

  test.each([...map.matchAll(/`((?:apps|packages|conformance)\/[\w./-]+)`/g)].map(([, path = '']) => path))(
    '%s exists',
    (path) => {
      expect(existsSync(resolve(root, path))).toBe(true)
    },
  )
})
