/** What the controller's board is wired to. The virtual car is behind it here; a real harness would be. */
import type { BodyOf, InputKind } from '@keyturn/device/input.ts'
import type { Outputs } from '@keyturn/device/outputs.ts'

/** One reading of one wire or sensor. */
export type Reading = { readonly [K in InputKind]: { readonly kind: K; readonly body: BodyOf<K> } }[InputKind]

export interface Hardware {
  /** Sets relay, horn, buzzer, lamp and display. Called at every change, and at least once a second. */
  drive(outputs: Outputs): void
  /** From now on every reading goes to `hear`, as it happens. */
  listen(hear: (reading: Reading) => void): void
  /** What the wires say when the board wakes up: supply and temperature first. */
  atBoot(): readonly Reading[]
  /** Slow readings, asked for once a minute: supply and temperature. */
  poll(): readonly Reading[]
}
