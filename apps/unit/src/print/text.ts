/** The hard copy as plain text, in pages that a line printer could print. */
import { type HardCopy, hardCopySteps, ROWS_IN_A_STEP, type Row } from './copy.ts'
import { atOnce, type Steps } from './steps.ts'

const WIDTH = 100
const LINES_PER_PAGE = 60
/** Page head: a line, a rule, a blank. */
const HEAD_LINES = 3
const FORM_FEED = '\f'

/** The log's hard copy. Each page names device, log and page; a form feed parts the pages. @throws NotPrintable. */
export const hardCopyText = (log: Uint8Array): string => atOnce(textSteps(log))

/** The same in small steps. */
export function* textSteps(log: Uint8Array): Steps<string> {
  const copy = yield* hardCopySteps(log)
  const lines = [...titleLines(copy)]
  for (const { clause, title, rows } of copy.sections) {
    const heading = clause === 'other' ? title : `${clause}  ${title}`
    lines.push(heading, '='.repeat(heading.length), ...(rows.length === 0 ? ['  (none)'] : []))
    for (const [n, row] of rows.entries()) {
      lines.push(...rowLines(row))
      if (n % ROWS_IN_A_STEP === ROWS_IN_A_STEP - 1) yield
    }
    lines.push('')
    yield
  }
  const room = LINES_PER_PAGE - HEAD_LINES
  const pages = Math.ceil(lines.length / room)
  const page = (n: number) => {
    const number = `page ${n + 1} of ${pages}`
    const name = `${copy.device}  log ${copy.digest.slice(0, 16)}  record ${copy.records}`
    return [
      name.padEnd(WIDTH - number.length) + number,
      '-'.repeat(WIDTH),
      '',
      ...lines.slice(n * room, (n + 1) * room),
    ].join('\n')
  }
  return `${Array.from({ length: pages }, (_, n) => page(n)).join(`\n${FORM_FEED}`)}\n`
}

const titleLines = (copy: HardCopy): readonly string[] => [
  'IGNITION INTERLOCK: PRINTED COPY OF THE DEVICE LOG',
  '',
  `Device           ${copy.device}`,
  `Profile          ${copy.profile}`,
  `Records          ${copy.records}, from ${copy.firstAt} to ${copy.lastAt}`,
  `Signed segments  ${copy.segments}${copy.unsigned > 0 ? `, and ${copy.unsigned} records not signed yet` : ''}`,
  `SHA-256 of log   ${copy.digest}`,
  `Times            ${copy.zone}; breath alcohol in grams per 210 liters of breath`,
  '',
]

function rowLines({ seq, when, what, cause }: Row): readonly string[] {
  const head = `${String(seq).padStart(6)}  ${when.padEnd(28)}  `
  const room = WIDTH - head.length
  const [first = '', ...more] = wrapped(`${what} [${cause}]`, room)
  return [head + first, ...more.map((line) => ' '.repeat(head.length) + line)]
}

/** Lines of at most `width`; a longer word is cut. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`
    if (next.length <= width) {
      line = next
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (line.length > width) {
      lines.push(line.slice(0, width))
      line = line.slice(width)
    }
  }
  return [...lines, line]
}
