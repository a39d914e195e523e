/** What the driver and the starter relay get. There is no output that stops an engine (MA-USE-6). */
import type { Instant } from '@keyturn/domain/units.ts'

export type Mode =
  | 'uninstalled'
  | 'asleep'
  | 'unpowered'
  | 'warming-up'
  | 'ready'
  | 'sampling'
  | 'analyzing'
  | 'start-permitted'
  | 'running'
  | 'retest-pending'
  | 'alerting'
  | 'held'
  | 'locked'
  | 'in-service'
  | 'malfunction'

export type Outputs = {
  readonly mode: Mode
  readonly starter: 'blocked' | 'permitted'
  readonly horn: boolean
  readonly buzzer: 'silent' | 'beep' | 'alarm'
  readonly lamp: 'off' | 'green' | 'amber' | 'red'
  /** Two lines of at most 20 characters. */
  readonly display: readonly [string, string]
  /** The moment that the display counts down to, if any. */
  readonly countdownTo: Instant | null
}
