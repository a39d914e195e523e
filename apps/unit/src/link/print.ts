/** Printing over the link: one copy at a time, with rests, so that a long log holds up neither car nor driver. */
import { turn, withRests } from '../print/steps.ts'
import { textSteps } from '../print/text.ts'

/** Copies that are printed or wait for it. */
const WANTED_MAX = 4

/** Too many want a copy at once. */
export class PrintingAlready extends Error {
  override readonly name = 'PrintingAlready' as const
}

/** A queue of jobs, each begun when the one before is over. */
export function oneAtATime(): <T>(job: () => Promise<T>) => Promise<T> {
  let wanted = 0
  let last: Promise<unknown> = Promise.resolve()
  return async (job) => {
    if (wanted >= WANTED_MAX) throw new PrintingAlready('try again when they are done')
    wanted += 1
    const mine = last.then(job)
    // Whoever wanted the one before has been told of its failure.
    last = mine.catch(() => {})
    try {
      return await mine
    } finally {
      wanted -= 1
    }
  }
}

export const printedText = (log: Uint8Array): Promise<string> => withRests(textSteps(log), turn)

export async function printedPdf(log: Uint8Array): Promise<Buffer> {
  // Loaded when wanted: the fonts of the PDF writer would make every start of a unit slower.
  const { hardCopyPdf } = await import('../print/pdf.ts')
  return Buffer.from(await hardCopyPdf(log))
}
