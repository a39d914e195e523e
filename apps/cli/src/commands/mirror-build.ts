/** `keyturn mirror list` and `keyturn mirror build`: a mirror from statement files, on an authority's own machine. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Statement, Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT, Refusal } from '../exit.ts'
import { sha256Of, writeMirror } from '../mirror/mirror-folder.ts'
import { readText } from '../read-file.ts'
import { rootKeyFrom } from '../statements/key-folder.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { trustOptions } from './mirror-options.ts'

const PUBLISHED: readonly string[] = ['authority-key', 'vendor', 'rescue', 'order', 'outage', 'revocations']

export function mirrorListCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'list', 'write the terms of a list of these files, ready to be signed')
    .description(
      'Prints the terms of a list that names these statement files. Signed with keyturn sign by a key that may publish, ' +
        'it is the index.txt of every mirror.',
    )
    .argument('<file...>', 'statement files to publish')
    .requiredOption('--number <n>', 'one more than the list before: the highest number holds')
    .addHelpText(
      'after',
      examples([
        'keyturn mirror list order.txt vendor.txt --number 7 | keyturn sign - --by US-MA/orders-2026 --out index.txt',
        'the list of two files, signed on the offline machine',
      ]),
    )
    .action(async (names: readonly string[], options: { readonly number: string }) => {
      const number = Number(options.number)
      if (!Number.isSafeInteger(number) || number < 1) throw badInput('--number is a whole number from 1 on.')
      const files = []
      for (const name of names) {
        const file = await readText(name, terminal)
        const { id, kind } = lastOf(file, name)
        if (!PUBLISHED.includes(kind)) throw badInput(`${name} is a ${kind}, which is not for everybody to see.`)
        files.push({ id, kind, sha256: sha256Of(file) })
      }
      outJson(terminal, { kind: 'index', number, files })
      end(EXIT.ok)
    })
}

type BuildOptions = { readonly keys: string; readonly rootKey?: string; readonly index: string }

export function mirrorBuildCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'build', 'make the folder of a mirror from a signed list and its files')
    .description(
      'Writes the list and every file that it names into a folder that any web server can serve. The list must verify ' +
        'from the root, and name just these files.',
    )
    .argument('<folder>', 'where the mirror goes')
    .argument('<file...>', 'the statement files that the list names')
    .requiredOption('--index <file>', 'the signed list')
  for (const option of trustOptions()) command.addOption(option)
  command
    .addHelpText(
      'after',
      examples(['keyturn mirror build /srv/www/US-MA order.txt vendor.txt --index index.txt', 'then serve the folder']),
    )
    .action(async (folder: string, names: readonly string[], options: BuildOptions) => {
      const root = await rootKeyFrom(options, terminal)
      const list = await readText(options.index, terminal)
      const index = await signedList(list, { root, revoked: new Map() }, terminal)
      const files = new Map<string, string>()
      for (const name of names) {
        const file = await readText(name, terminal)
        files.set(sha256Of(file), file)
      }
      const missing = index.files.find(({ sha256 }) => !files.has(sha256))
      if (missing !== undefined) {
        throw new Refusal(EXIT.finding, `the list names ${missing.kind} ${missing.id}, and its file is not given.`)
      }
      const listed = new Set(index.files.map(({ sha256 }) => sha256))
      const stray = names.length - [...files.keys()].filter((sha256) => listed.has(sha256)).length
      if (stray > 0) throw new Refusal(EXIT.finding, `the list does not name ${stray} of the files that are given.`)
      await writeMirror(folder, list, [...files.values()])
      terminal.out(`${folder} has list number ${index.number} and its ${files.size} files.\n`)
      end(EXIT.ok)
    })
}

async function signedList(list: string, trust: Trust, terminal: Terminal) {
  const verdict = runSync(verifyStatementFile(list, trust, terminal.now(), { kind: 'index' }), nodeCrypto)
  if (verdict.kind === 'refused') throw new Refusal(EXIT.finding, `the list does not hold: ${verdict.why}.`)
  const { statement } = verdict
  if (statement.kind !== 'index') throw new Refusal(EXIT.finding, 'the list is none.')
  return statement
}

function lastOf(file: string, name: string): Statement {
  const read = readStatementFile(file)
  if (read.kind === 'malformed') throw badInput(`${name} is no statement file: ${read.where} ${read.what}.`)
  return (read.value.at(-1) ?? read.value[0]).statement
}
