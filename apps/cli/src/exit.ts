/** How the program ends. The codes are part of its interface: `docs/cli.md` lists them. */

export const EXIT = {
  ok: 0,
  /** It worked, and the answer is no: a mismatch, a fault found, a refusal. */
  finding: 1,
  /** What was given cannot be used: an unknown option, an unreadable file. */
  badInput: 2,
  /** The surroundings do not allow it: port taken, database missing, disk full. */
  environment: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** An end that one sentence explains: it names the thing and the remedy. No stack trace is shown. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly exit: Exclude<ExitCode, 0>

  constructor(exit: Exclude<ExitCode, 0>, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.exit = exit
  }
}

export const badInput = (sentence: string, cause?: unknown): Refusal => new Refusal(EXIT.badInput, sentence, { cause })
export const environment = (sentence: string, cause?: unknown): Refusal =>
  new Refusal(EXIT.environment, sentence, { cause })
