/** Before the address is shown, what the cars have recorded so far is at the server: nobody opens an empty page. */
import { wait } from '../clock.ts'

const LOOK_EVERY_MS = 50
/** The cars go on by themselves after that; the pages then fill a little later. */
const WAIT_MAX_MS = 10_000

export async function untilReceipted(cars: readonly string[], signal: AbortSignal): Promise<void> {
  const waiting = new Set(cars)
  for (let waitedMs = 0; waitedMs < WAIT_MAX_MS && waiting.size > 0 && !signal.aborted; waitedMs += LOOK_EVERY_MS) {
    for (const url of waiting) if (await isReceipted(url)) waiting.delete(url)
    if (waiting.size > 0) await wait(LOOK_EVERY_MS)
  }
}

async function isReceipted(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/link/state`)
    const state: unknown = await response.json()
    if (typeof state !== 'object' || state === null || !('log' in state)) return false
    const { log } = state
    if (typeof log !== 'object' || log === null || !('seq' in log) || !('receiptedSeq' in log)) return false
    // Only closed segments are sent; what the car recorded when it woke up may still wait in an open one.
    return typeof log.receiptedSeq === 'number' && log.receiptedSeq > 0
  } catch {
    // It has just died and is being started again: the supervisor says so.
    return false
  }
}
