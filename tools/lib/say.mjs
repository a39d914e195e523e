const startedAt = performance.now()

/**
 * Progress for a person. It goes to standard error, so that `npm run keyturn -- … --json` leaves standard output to the
 * command it runs.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @param {number} since milliseconds on the clock of `performance.now()` */
export function secondsSince(since = startedAt) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

/** A failure whose message is the whole story for the person at the keyboard: no stack trace is shown. */
export class Complaint extends Error {
  name = 'Complaint'
}

/**
 * Runs a program to its end; a `Complaint` becomes one sentence on standard error and exit code 1.
 *
 * @param {() => Promise<number>} program answers the exit code
 */
export async function runProgram(program) {
  try {
    process.exitCode = await program()
  } catch (error) {
    if (error instanceof Complaint) say(error.message)
    else console.error(error)
    process.exitCode = 1
  }
}
