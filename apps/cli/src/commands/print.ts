/** `keyturn print`: the hard copy of a log (ME-7), as text or as PDF. */
import { writeFile } from 'node:fs/promises'
import { codeOf, fileFailure } from '@keyturn/store/failure.ts'
import { NotPrintable } from '@keyturn/unit/print/copy.ts'
import { hardCopyText } from '@keyturn/unit/print/text.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT } from '../exit.ts'
import { readLog } from '../log-source.ts'
import type { Terminal } from '../terminal.ts'

type Options = { readonly pdf?: string }

export function printCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(
    parent,
    'print',
    'print the hard copy of a log: every use, breath, tamper sign and service, with its time',
  )
    .description(
      'Prints what a device recorded, sorted as Maine’s rule asks for it (29-250 CMR ch. 8 §4, 7A to 7G), each record ' +
        'with date and time. The log is printed as it is; keyturn verify says whether it is genuine.',
    )
    .argument('<source>', 'log file, unit data folder, or - for standard input')
    .option('--pdf <file>', 'write a PDF there instead of text to standard output')
    .addHelpText(
      'after',
      examples(
        ['keyturn print .keyturn/units/KT-MA-0001', 'the first car of the demo, even while it runs'],
        ['keyturn print car.log --pdf car.pdf', 'for a file, or for a hearing'],
        ['curl -s http://localhost:4602/link/log | keyturn print -', 'straight from the car'],
      ),
    )
    .action(async (source: string, options: Options) => {
      await print(source, options, terminal)
      end(EXIT.ok)
    })
}

async function print(source: string, { pdf }: Options, terminal: Terminal): Promise<void> {
  const log = await readLog(source, terminal)
  try {
    if (pdf === undefined) terminal.out(hardCopyText(log))
    else await writeTo(pdf, await asPdf(log))
  } catch (error) {
    throw error instanceof NotPrintable ? badInput(`${source} cannot be printed: ${error.message}.`, error) : error
  }
  if (pdf !== undefined) terminal.err(`Written to ${pdf}.\n`)
}

/** Loaded when wanted: the fonts of the PDF writer would make every other command slower. */
const asPdf = async (log: Uint8Array): Promise<Uint8Array> =>
  (await import('@keyturn/unit/print/pdf.ts')).hardCopyPdf(log)

async function writeTo(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw badInput(`${file} cannot be written: there is no such folder.`, error)
    if (codeOf(error) === 'EISDIR') throw badInput(`${file} is a folder; name a file in it.`, error)
    throw fileFailure(error, file)
  }
}
