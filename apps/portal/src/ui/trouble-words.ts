/** Why something could not be had, in words for people. */
import { Problem, Unreachable } from '../data/http.ts'

/** @param what what was wanted: "the driver’s status" */
export function troubleWords(cause: unknown, what: string): string {
  if (cause instanceof Unreachable) {
    return `We could not reach ${cause.whom}, so we cannot show ${what}. The car does not need this page to work. Check the connection, then try again.`
  }
  if (cause instanceof Problem) return `${cause.title}. ${cause.detail}`.trim()
  return `${what} could not be shown: ${cause instanceof Error ? cause.message : String(cause)}`
}
