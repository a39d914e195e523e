/** `keyturn import`: what a file of another maker's log would be here, and how it is judged. Nothing is sent. */
import { assess } from '@keyturn/cases/assess.ts'
import { explain } from '@keyturn/cases/explain.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { timeline } from '@keyturn/cases/timeline.ts'
import { type Mapping, readMapping } from '@keyturn/contract/imports/mapping.ts'
import { type MergedLog, mergeImports } from '@keyturn/contract/imports/merge.ts'
import { type CodeCount, type ImportedRow, readImport } from '@keyturn/contract/imports/read-import.ts'
import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT, type ExitCode } from '../exit.ts'
import { oneLine } from '../legible.ts'
import { readText } from '../read-file.ts'
import { outJson, type Terminal } from '../terminal.ts'

type Options = { readonly map: string; readonly timeline?: boolean; readonly json?: boolean }

export function importCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'import', 'check a file of another maker’s log: what it would record, and how it is judged')
    .description(
      'Reads a CSV file by a mapping and says, device by device, what records it comes to and what the law says about ' +
        'them. Nothing is sent or kept. The server takes the same file with the same answer.',
    )
    .argument('<file>', 'the CSV file, or - for standard input')
    .requiredOption('--map <file>', 'the mapping, as YAML or JSON')
    .option('--timeline', 'print every record as a sentence')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      examples(
        ['keyturn import acme.csv --map acme.yaml', 'read it, list what is not understood, judge it'],
        ['keyturn import acme.csv --map acme.yaml --timeline', 'with every record as a sentence'],
      ),
    )
    .action(async (file: string, options: Options) => end(await check(file, options, terminal)))
}

async function check(file: string, options: Options, terminal: Terminal): Promise<ExitCode> {
  const mapping = await mappingFrom(options.map, terminal)
  const read = readImport(await readText(file, terminal), mapping)
  if (read.kind === 'refused') {
    if (options.json === true) outJson(terminal, { taken: false, ...read })
    else {
      terminal.out(`${oneLine(read.why)}\n`)
      for (const { line, what } of read.badRows) terminal.out(`  line ${line}: ${oneLine(what)}\n`)
      const more = read.badRowsTotal - read.badRows.length
      if (more > 0) terminal.out(`  and ${more} more\n`)
    }
    return EXIT.finding
  }
  const now = terminal.now()
  const logs = logsOf(read.rows, now)
  const law = profiles.filter(({ id }) => mapping.profile.startsWith(`${id}@`))
  const told = logs.map((log) => {
    const assessment = assess(law, recordFacts(log.device, log.records), now)
    return { log, assessment, story: timeline(log.records, assessment.timeZone) }
  })
  if (options.json === true) {
    const devices = told.map(({ log, assessment }) => ({ signed: false, ...log, assessment }))
    outJson(terminal, { taken: true, unknownCodes: read.unknownCodes, skippedCodes: read.skippedCodes, devices })
    return EXIT.ok
  }
  terminal.out(`${read.rows.length} rows of ${logs.length} device(s), read as ${oneLine(mapping.name)}\n`)
  codes(terminal, 'NOT IN THE MAPPING, kept as records that say so', read.unknownCodes)
  codes(terminal, 'left out, as the mapping says', read.skippedCodes)
  for (const { log, assessment, story } of told) {
    terminal.out(`\n${log.device}: ${log.records.length} records, UNSIGNED: a vendor’s word, signed by no device\n`)
    for (const one of log.contradictions) {
      terminal.out(
        `  lines ${one.judged.line} and ${one.other.line} contradict each other at ${iso(one.at)}; the first is judged\n`,
      )
    }
    terminal.out(`${explain(assessment)}\n`)
    if (options.timeline !== true) continue
    for (const { seq, when, words } of story) terminal.out(`${String(seq).padStart(5)}  ${when}  ${oneLine(words)}\n`)
  }
  return EXIT.ok
}

/** Every device of the file as one log. */
function logsOf(rows: readonly ImportedRow[], receivedAt: Instant): readonly MergedLog[] {
  const devices: readonly DeviceId[] = [...new Set(rows.map(({ device }) => device))].toSorted()
  return devices.map((device) => mergeImports(device, [{ id: 'this file', receivedAt, rows }]))
}

function codes(terminal: Terminal, title: string, found: readonly CodeCount[]): void {
  if (found.length === 0) return
  terminal.out(`${title}:\n`)
  for (const { code, rows, firstLine, why } of found) {
    const because = why === null ? '' : `: ${oneLine(why)}`
    terminal.out(`  code ${oneLine(code)}, ${rows} row(s), first on line ${firstLine}${because}\n`)
  }
}

async function mappingFrom(file: string, terminal: Terminal): Promise<Mapping> {
  const text = await readText(file, terminal)
  let value: unknown
  try {
    // JSON is YAML too. Aliases could make a small file grow without end.
    value = parse(text, { maxAliasCount: 0 })
  } catch (error) {
    throw badInput(`${file} is neither YAML nor JSON.`, error)
  }
  const read = readMapping(value)
  if (read.kind === 'mapping') return read.mapping
  throw badInput(`${file} is no mapping: ${oneLine(read.errors.join('; '))}.`)
}
