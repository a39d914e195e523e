/** What is sent: which kind of thing happened to what, and when. Whoever may know more asks for it. */
import { type CaseId, type Instant, isCaseId, iso } from '@keyturn/domain/units.ts'

export type EventName = { readonly caseId: CaseId; readonly seq: number }

/** Letters, digits, hyphens and underscores: the case and the event's place in it. `evt_MA-2026-0117_12`. */
export const eventId = ({ caseId, seq }: EventName): string => `evt_${caseId}_${seq}`

/** Undefined when the text names no event. */
export function parseEventId(text: string): EventName | undefined {
  const [, caseId, seq] = /^evt_([A-Za-z0-9-]+)_([1-9]\d{0,9})$/.exec(text) ?? []
  return caseId === undefined || !isCaseId(caseId) ? undefined : { caseId, seq: Number(seq) }
}

/** The body, the same bytes at every attempt. */
export const bodyOf = (event: {
  readonly caseId: CaseId
  readonly eventSeq: number
  readonly kind: string
  readonly subject: string
  readonly at: Instant
}): string =>
  JSON.stringify({
    id: eventId({ caseId: event.caseId, seq: event.eventSeq }),
    type: event.kind,
    timestamp: iso(event.at),
    data: { case: event.caseId, subject: event.subject },
  })
