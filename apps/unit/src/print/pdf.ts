/** The hard copy as a PDF: letter size, page numbers and log digest on every page. */
import PDFDocument from 'pdfkit'
import { type HardCopy, hardCopySteps, type Row, type Section } from './copy.ts'
import { turn, withRests } from './steps.ts'

const MARGIN = 54
const INK = '#1a1a1a'
const GREY = '#5b6470'
const RULE = '#c8ced6'
/** Some milliseconds of work. */
const ROWS_BEFORE_A_REST = 20
/** Widths of number, time and cause; what happened takes the rest. */
const COLUMNS = { seq: 40, when: 150, cause: 62 } as const

/** The log's hard copy. @throws NotPrintable. */
export async function hardCopyPdf(log: Uint8Array): Promise<Uint8Array> {
  const copy = await withRests(hardCopySteps(log), turn)
  const document = new PDFDocument({
    size: 'LETTER',
    margins: { top: MARGIN, bottom: MARGIN + 18, left: MARGIN, right: MARGIN },
    bufferPages: true,
    info: { Title: `Log of ${copy.device}`, Author: 'Keyturn', Subject: `SHA-256 ${copy.digest}` },
  })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise<Uint8Array>((resolve) =>
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(parts)))),
  )
  title(document, copy)
  for (const section of copy.sections) await print(document, section)
  await footers(document, copy)
  document.end()
  return done
}

type Document = InstanceType<typeof PDFDocument>

function title(document: Document, copy: HardCopy): void {
  document.fillColor(INK).font('Helvetica-Bold').fontSize(18).text('Printed copy of the device log')
  document.moveDown(0.6).fontSize(10)
  const facts: readonly (readonly [string, string])[] = [
    ['Device', copy.device],
    ['Profile', copy.profile],
    ['Records', `${copy.records}, from ${copy.firstAt} to ${copy.lastAt}`],
    ['Signed', `${copy.segments} segments${copy.unsigned > 0 ? `; ${copy.unsigned} records not signed yet` : ''}`],
    ['SHA-256', copy.digest],
    ['Times', `${copy.zone}; breath alcohol in grams per 210 liters of breath`],
  ]
  for (const [label, value] of facts) {
    const y = document.y
    document.font('Helvetica').fillColor(GREY).text(label, MARGIN, y, { width: 70 })
    document.fillColor(INK).text(value, MARGIN + 70, y, { width: inner(document) - 70 })
  }
  document.moveDown(0.8)
}

async function print(document: Document, { clause, title: heading, rows }: Section): Promise<void> {
  // A heading never stands alone at the foot of a page.
  if (document.y > document.page.height - MARGIN - 90) document.addPage()
  document.moveDown(0.6)
  const label = clause === 'other' ? '' : `${clause}   `
  document.x = MARGIN
  document
    .font('Helvetica-Bold')
    .fontSize(11)
    .fillColor(GREY)
    .text(label, { continued: label !== '' })
  document.fillColor(INK).text(heading)
  line(document, document.y + 2)
  document.y += 6
  if (rows.length === 0) document.font('Helvetica').fontSize(9).fillColor(GREY).text('None.', MARGIN)
  for (const [n, row] of rows.entries()) {
    printRow(document, row)
    if (n % ROWS_BEFORE_A_REST === 0) await turn()
  }
}

function printRow(document: Document, { seq, when, what, cause }: Row): void {
  document.font('Helvetica').fontSize(9)
  const width = inner(document) - COLUMNS.seq - COLUMNS.when - COLUMNS.cause
  const height = document.heightOfString(what, { width: width - 8 })
  if (document.y + height > document.page.height - MARGIN - 24) document.addPage()
  const y = document.y
  document.fillColor(GREY).text(String(seq), MARGIN, y, { width: COLUMNS.seq - 8 })
  document.fillColor(INK).text(when, MARGIN + COLUMNS.seq, y, { width: COLUMNS.when - 8 })
  document.text(what, MARGIN + COLUMNS.seq + COLUMNS.when, y, { width: width - 8 })
  document
    .fillColor(GREY)
    .text(cause, MARGIN + inner(document) - COLUMNS.cause, y, { width: COLUMNS.cause, align: 'right' })
  document.y = y + height + 3
}

async function footers(document: Document, copy: HardCopy): Promise<void> {
  const { start, count } = document.bufferedPageRange()
  for (let n = 0; n < count; n++) {
    if (n % ROWS_BEFORE_A_REST === 0) await turn()
    document.switchToPage(start + n)
    const y = document.page.height - MARGIN - 6
    // Writing below the bottom margin must not open another page.
    document.page.margins.bottom = 0
    line(document, y - 6)
    document.font('Helvetica').fontSize(8).fillColor(GREY)
    document.text(`${copy.device}   log ${copy.digest.slice(0, 32)}   ${copy.records} records`, MARGIN, y, {
      lineBreak: false,
    })
    document.text(`page ${n + 1} of ${count}`, MARGIN, y, { width: inner(document), align: 'right', lineBreak: false })
  }
}

const inner = (document: Document): number => document.page.width - 2 * MARGIN

function line(document: Document, y: number): void {
  document
    .moveTo(MARGIN, y)
    .lineTo(document.page.width - MARGIN, y)
    .lineWidth(0.5)
    .strokeColor(RULE)
    .stroke()
}
