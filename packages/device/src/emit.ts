/**
 * Recording is the only way anything lasting changes: the entry is kept, the ledger follows, and its consequence is
 * judged.
 */
import type { Cause, Entry, Event, Trigger } from '@keyturn/domain/record.ts'
import { after, duration, instant } from '@keyturn/domain/units.ts'
import type { DeviceConfig } from './config.ts'
import { apply, triggersOf } from './ledger.ts'
import type { Draft } from './state.ts'

/** One step in the making: the state so far and what was recorded on the way. */
export type Work = { readonly draft: Draft; readonly entries: Entry[]; readonly config: DeviceConfig }

/** Records an event at the draft's time, and what the law makes of it. */
export function emit(work: Work, cause: Cause, event: Event): void {
  const entry = note(work, cause, event)
  for (const trigger of triggersOf(entry)) judge(work, trigger, cause)
}

/**
 * A crash may have torn a step apart: the count was recorded, what follows from it was not. Judging again records it;
 * where nothing was lost, it changes nothing.
 */
export function judgeAgain(work: Work): void {
  const { config, draft } = work
  for (const { on, times } of config.lockouts) if (draft.ledger.counts[on] >= times) judge(work, on, 'device')
  for (const on of config.resetOn) if (draft.ledger.counts[on] > 0) judge(work, on, 'device')
}

/** Locks out where a rule's count is reached, and starts the short countdown where the law has one. */
function judge(work: Work, trigger: Trigger, cause: Cause): void {
  const { draft, config } = work
  // Nobody drives under a device that is not installed yet, or no more.
  if (!draft.ledger.installed) return
  for (const limit of config.lockouts) {
    if (limit.on !== trigger) continue
    if (draft.ledger.counts[trigger] < limit.times || draft.ledger.lockouts.some(({ rule }) => rule === limit.rule))
      continue
    const visitBy = limit.visitWithin === null ? null : after(draft.now, limit.visitWithin)
    note(work, cause, { kind: 'lockout-began', rule: limit.rule, visitBy })
    note(work, cause, { kind: 'service-required', why: 'lockout', visitBy })
  }
  if (config.resetOn.includes(trigger) && draft.ledger.resetBy === 0) {
    const visitBy = after(draft.now, config.resetServiceWithin)
    note(work, cause, { kind: 'violations-reset-began', why: trigger, visitBy })
    note(work, cause, { kind: 'service-required', why: 'violations', visitBy })
  }
}

function note({ draft, entries, config }: Work, cause: Cause, event: Event): Entry {
  const entry: Entry = { at: draft.now, up: draft.up, ...event, cause }
  entries.push(entry)
  draft.ledger = apply(draft.ledger, entry, config)
  return entry
}

/** Sets the draft's time; `up` moves with it, but never below zero. */
export function setNow(draft: Draft, now: number): void {
  const up = draft.up + (now - draft.now)
  draft.now = instant(now)
  draft.up = duration(up < 0 ? 0 : up)
}
