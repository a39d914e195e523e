/** `keyturn report`: does a file of reports hold, and which of its records would come back? */
import { writeFile } from 'node:fs/promises'
import { writeErrorReturn } from '@keyturn/contract/reports/error-return.ts'
import { REPORT_ADAPTERS, REPORT_FORMATS, type ReportFormat } from '@keyturn/contract/reports/formats.ts'
import { fileFailure } from '@keyturn/store/failure.ts'
import { type Command, Option } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { oneLine } from '../legible.ts'
import { readText } from '../read-file.ts'
import { outJson, type Terminal } from '../terminal.ts'

type Options = { readonly format: ReportFormat; readonly errors?: string; readonly json?: boolean }

export function reportCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'report', 'check a file of reports as an authority would: what is taken, what comes back')
    .description(
      'Reads a file of reports and lists its records. A file whose header does not hold is refused whole; a record that ' +
        'does not hold is left out, with its reason, and the others stand.',
    )
    .argument('<file>', 'the file, or - for standard input')
    .addOption(new Option('--format <format>', 'how it is written').choices([...REPORT_FORMATS]).makeOptionMandatory())
    .option('--errors <file>', 'write the error return there, to be sent back')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      examples(
        ['keyturn report reports.txt --format fixed', 'check a file of fixed width'],
        ['keyturn report reports.txt --format fixed --errors back.csv', 'and write what goes back to the vendor'],
      ),
    )
    .action(async (file: string, options: Options) => end(await check(file, options, terminal)))
}

async function check(file: string, { format, errors, json }: Options, terminal: Terminal): Promise<ExitCode> {
  const read = REPORT_ADAPTERS[format].read(await readText(file, terminal))
  if (json === true) outJson(terminal, read)
  if (read.kind === 'refused') {
    if (json !== true) terminal.out(`Refused whole: ${oneLine(read.why)}\n`)
    return EXIT.finding
  }
  const { vendor, createdAt, test, records } = read.file
  if (json !== true) {
    terminal.out(
      `${records.length} report(s) of ${oneLine(vendor)}, made ${oneLine(createdAt)}${test ? ', A TEST' : ''}\n`,
    )
    for (const one of records)
      terminal.out(`  ${oneLine(`${one.report}  ${one.driver_name}  ${one.license_number}`)}\n`)
    for (const { number, code, what } of read.faults)
      terminal.out(`  record ${number} comes back: ${code}, ${oneLine(what)}\n`)
  }
  if (errors !== undefined) {
    try {
      await writeFile(errors, writeErrorReturn(read.faults))
    } catch (error) {
      throw fileFailure(error, errors)
    }
    terminal.err(`Written to ${errors}.\n`)
  }
  return read.faults.length === 0 ? EXIT.ok : EXIT.finding
}
