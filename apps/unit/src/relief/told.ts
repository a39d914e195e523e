/** What the device answers to whoever gave it a statement or typed a code, with the dates that follow. */
import { answerOf } from '@keyturn/device/answer.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import type { Entry, Kind } from '@keyturn/domain/record.ts'

export type LinkAnswer = {
  readonly outcome: 'accepted' | 'refused'
  /** Sentences for people. */
  readonly words: string
  /** The kinds of record that it caused, durable. */
  readonly recorded: readonly Kind[]
}

/** From what one reading recorded; times are the jurisdiction's own. */
export function told(entries: readonly Entry[], timeZone: string): LinkAnswer {
  const { outcome, words } = answerOf(entries)
  const dates = entries.flatMap((entry) => dateOf(entry, timeZone))
  return { outcome, words: [words, ...dates].join(' '), recorded: entries.map(({ kind }) => kind) }
}

function dateOf(entry: Entry, timeZone: string): readonly string[] {
  switch (entry.kind) {
    case 'due-date-moved':
      return [`It is due by ${inZone(entry.dueAt, timeZone)} now.`]
    case 'override-began':
    case 'keypad-held':
      return [`That is until ${inZone(entry.until, timeZone)}.`]
    default:
      return []
  }
}
