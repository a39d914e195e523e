/** Whether the records stand where they should: no gap, no two histories, no time running backwards. */
import type { Kind, Record } from '@keyturn/domain/record.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { note, ruleIdOf } from './draft.ts'
import type { RecordFact } from './fact.ts'
import type { Folding } from './folding.ts'
import type { Law } from './law.ts'

export const logLaw: Law = {
  kind: 'assumed',
  from: 'the format of the log',
  why: 'Records are numbered from 1 without a gap, and the device’s own time never runs backwards.',
}

/** Takes the record's place in the log. False when the place is already taken and the record is not to be judged. */
export function notePlace(folding: Folding, record: Record, at: Instant, kind: Kind): boolean {
  const { last } = folding
  const { seq } = record
  const expected = folding.lastSeq + 1
  if (last !== null && seq < expected) {
    if (JSON.stringify(last) === JSON.stringify(record)) return false
    folding.forked = true
    if (folding.found.some((one) => ruleIdOf(one) === 'two-histories' && one.basis[0] === last)) return false
    note(folding, [last, record], {
      class: 'integrity',
      rule: 'two-histories',
      title: 'Two different records claim one place in the log',
      law: logLaw,
      effect: 'The record cannot be relied on until a person has compared both histories.',
      cause: 'unknown',
    })
    return false
  }
  if (seq > expected) folding.gaps.push({ from: expected, to: seq - 1 })
  if (last !== null && at < folding.lastAt) {
    note(folding, [last, record], {
      class: 'integrity',
      rule: 'time-went-back',
      title: 'A record is dated earlier than the one before it',
      law: logLaw,
      effect: 'The times of these records need a person’s judgment. The order of the records is not in doubt.',
      cause: 'device',
    })
  }
  folding.first ??= record
  folding.standing ??= record
  folding.last = record
  folding.lastSeq = seq
  folding.lastAt = at
  folding.records += 1
  if (kind === 'power-lost') folding.powered = false
  else if (kind === 'power-restored' || kind === 'device-restarted') folding.powered = true
  if (folding.powered) folding.awakeAt = at
  return true
}

/** One assessment reads one device's log; a record of another one is named and not judged. */
export function noteOtherDevice(folding: Folding, { record, device }: RecordFact): void {
  if (folding.found.some((one) => ruleIdOf(one) === 'other-device')) return
  note(folding, [record], {
    class: 'integrity',
    rule: 'other-device',
    title: 'A record of another device is among the facts',
    law: logLaw,
    effect: `Records of ${device} were not judged here.`,
    cause: 'unknown',
  })
}
