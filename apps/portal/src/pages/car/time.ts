import type { Instant } from '@keyturn/domain/units.ts'
import { askJson } from '../../data/http.ts'
import { type LinkState, readLinkState } from './link-state.ts'

export const readState = (): Promise<LinkState> => askJson('/link/state', readLinkState, { whom: 'the car' })

export type Passage = {
  readonly from: Instant
  readonly until: Instant
  readonly advance: (ms: number) => Promise<unknown>
  /** Told the part that has passed, 0 to 100. */
  readonly show: (percent: number) => void
  readonly stop: (now: LinkState) => boolean
  /** The longest step; what is waited for may have ended again after a longer one. */
  readonly stepMax?: number
  readonly look: () => Promise<LinkState>
}

const STEPS = 12
const LEAST_STEP_MS = 300_000

/** Lets time pass in steps, looks after each, and ends at `until` or when `stop` says so. */
export async function passTime({ from, until, advance, show, stop, look, stepMax }: Passage): Promise<void> {
  const step = Math.min(stepMax ?? Number.POSITIVE_INFINITY, Math.max(LEAST_STEP_MS, Math.ceil((until - from) / STEPS)))
  for (let passed = 0; passed < until - from; passed += step) {
    await advance(Math.min(step, until - from - passed))
    show(Math.min(100, ((passed + step) / (until - from)) * 100))
    if (stop(await look())) return
  }
}
