/** What came of a scenario: plain data, the `--json` output of `keyturn scenario run`. */

export type Mismatch = {
  readonly line: number
  readonly column: number
  /** What was looked at: `starter`, `records`, `step`, or `promise` for what every scenario must hold. */
  readonly what: string
  readonly expected: string
  readonly happened: string
  /** On the clock of the jurisdiction. */
  readonly at: string
  /** The step before which the clock stood there, in its own words; empty before the first. */
  readonly after: string
}

export type ScenarioResult = {
  readonly file: string
  readonly line: number
  readonly title: string
  readonly clauses: readonly string[]
  readonly outcome: 'passed' | 'failed'
  readonly steps: number
  /** How many expectations were checked. */
  readonly checks: number
  readonly records: number
  readonly mismatches: readonly Mismatch[]
}

export type UnreadableFile = {
  readonly file: string
  readonly problems: readonly { readonly line: number; readonly column: number; readonly message: string }[]
}
