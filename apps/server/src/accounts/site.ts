/** What the server was told about itself at start, as far as accounts depend on it. */

export type Site = {
  /** The address people's links lead to: the one that is set, or the one it listens on. Without a slash at the end. */
  readonly origin: () => string
  /** Whether anybody may look around, on devices that are named so. */
  readonly publicDemo: boolean
  readonly publicDevices: readonly string[]
  /** E-mail addresses of accounts that anybody may take; empty where it is no demo. */
  readonly demoAccounts: readonly string[]
  /** The agency whose own accounts are taken, as people call it. */
  readonly agency: string | null
}
