/** What the server says about a driver's case, and the copy of it that a phone keeps for a time without network. */
import type { DeviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { askJson, Unreachable } from './http.ts'
import { list, moment, number, object, type Read, text } from './read.ts'

export type Assessment = DeviceStatus['assessment']
export type Finding = Assessment['findings'][number]
export type NextStep = Assessment['next'][number]
export type TimelineEntry = DeviceStatus['timeline'][number]

/** A status, and whether it was asked for just now or is the last one this browser got. */
export type Known = { readonly status: DeviceStatus; readonly from: 'server' | 'kept' }

const outline = object({
  device: text,
  asOf: moment,
  explanation: text,
  log: object({ lastSeq: number }),
  integrity: list(object({ words: text })),
  timeline: list(object({ seq: number, at: moment, when: text, words: text, cause: text })),
  assessment: object({
    asOf: moment,
    timeZone: text,
    status: object({ kind: text }),
    findings: list(object({ id: text, class: text, title: text, effect: text })),
    next: list(object({ id: text, words: text, why: text })),
    deadlines: list(object({ id: text, title: text, closesAt: moment })),
    counts: list(object({ rule: text, title: text, have: number, times: number })),
    integrity: object({ state: text }),
  }),
})

const read: Read<DeviceStatus> = (body, at) => {
  outline(body, at)
  // The outline is what the page cannot do without; the rest is the contract's own shape, by the same case engine.
  return body as DeviceStatus
}

/**
 * The status of the driver whose car has this device. When nobody answers, the copy this browser kept, if there is one.
 *
 * @throws Problem when the server refuses
 * @throws Unreachable when nobody answers and nothing was kept
 */
export async function readStatus(device: string, signal: AbortSignal): Promise<Known> {
  try {
    const address = `/v1/devices/${encodeURIComponent(device)}/status`
    const status = await askJson(address, (body) => read(body, 'status'), { whom: 'the server', signal })
    keep(device, status)
    return { status, from: 'server' }
  } catch (cause) {
    const kept = cause instanceof Unreachable ? keptFor(device) : undefined
    if (kept !== undefined) return { status: kept, from: 'kept' }
    throw cause
  }
}

const placeOf = (device: string): string => `keyturn.status.${device}`

function keep(device: string, status: DeviceStatus): void {
  try {
    localStorage.setItem(placeOf(device), JSON.stringify(status))
  } catch (cause) {
    // A full or forbidden store costs the offline copy, nothing else.
    console.warn('The status is not kept for offline use.', cause)
  }
}

function keptFor(device: string): DeviceStatus | undefined {
  const kept = localStorage.getItem(placeOf(device))
  if (kept === null) return undefined
  try {
    return read(JSON.parse(kept), 'kept status')
  } catch (cause) {
    console.warn('The kept status is of an older form.', cause)
    return undefined
  }
}
