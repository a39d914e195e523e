/** What somebody brought and the device does not accept. */
import type { z } from 'zod'

/** A statement that does not hold; `message` says why in one sentence, `statement` names it. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused' as const
  readonly statement: string
  constructor(why: string, { statement, cause }: { readonly statement: string; readonly cause?: unknown }) {
    super(why, { cause })
    this.statement = statement
  }
}

/** The first thing wrong, with its place. */
export const problemOf = (error: z.ZodError): string => {
  const [issue] = error.issues
  return issue === undefined ? 'malformed' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`
}
