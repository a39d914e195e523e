/** One place where the repository is not as it should be. */
export interface Finding {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** One line each, as an editor can follow it; empty when there is nothing to say. */
export const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, message }) => `${file}:${line}: ${message}`)

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
