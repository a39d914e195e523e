/** An error as it may stand in a log: never the connection, the query or the values that some errors carry along. */
export type PlainError = {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
}

export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'unknown', message: String(error) }
  const { name, message, stack } = error
  return {
    name,
    message,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(stack === undefined ? {} : { stack }),
  }
}
