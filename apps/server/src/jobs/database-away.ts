/** PostgreSQL's own words for "not now", and those of a connection that broke or was never had. */
const CODES = /^(08|53|57P|ECONN|EPIPE|ENOENT|ETIMEDOUT)/
const WORDS = /^(timeout exceeded when trying to connect|Connection terminated)/

/** Whether it is the database that failed, and not what was asked of it: then no case is to blame. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && CODES.test(String(error.code))) || WORDS.test(error.message)
}
