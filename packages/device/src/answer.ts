/** What the device answers to whoever gave it a statement or typed a code, from what it recorded of that. */
import type { Entry, KeypadRefusal } from '@keyturn/domain/record.ts'
import type { ServiceFunction } from '@keyturn/domain/relief.ts'

export type Answer = {
  readonly outcome: 'accepted' | 'refused'
  /** One or a few sentences for people, without dates: those the display and the state have. */
  readonly words: string
}

/** The answer that these entries of one step give. No entry at all: the device knew the statement already. */
export function answerOf(entries: readonly Entry[]): Answer {
  const refused = entries.find(({ kind }) => kind === 'statement-refused' || kind === 'keypad-refused')
  if (refused?.kind === 'statement-refused') return { outcome: 'refused', words: sentence(refused.why) }
  if (refused?.kind === 'keypad-refused') {
    const held = entries.some(({ kind }) => kind === 'keypad-held')
    return { outcome: 'refused', words: `${KEYPAD[refused.why]}${held ? ' The keypad waits now.' : ''}` }
  }
  const words = entries.flatMap(saying)
  return {
    outcome: 'accepted',
    words: words.length === 0 ? 'Nothing new: the device has this already.' : words.join(' '),
  }
}

function saying(entry: Entry, _n: number, entries: readonly Entry[]): readonly string[] {
  switch (entry.kind) {
    case 'order-accepted': {
      if (entry.moves === 'ended') return ['The order is ended. Dates that were moved stay moved.']
      const moves = entries.some(({ kind }) => kind === 'due-date-moved')
      return [moves ? 'The order is accepted.' : 'The order is accepted. It moves no date that this device has now.']
    }
    case 'keypad-accepted':
      return ['The code is accepted.']
    case 'due-date-moved': {
      const days = `${entry.days} ${entry.days === 1 ? 'day' : 'days'}`
      return [`The date of the ${FUNCTIONS[entry.of]} is ${days} later than it was set.`]
    }
    case 'lockout-ended':
      return ['The lockout for the missed visit is over.']
    case 'override-began': {
      const hours = Math.round((entry.until - entry.at) / 3_600_000)
      return [`The car starts on a passed test for ${hours} hours. All tests stay on.`]
    }
    default:
      return []
  }
}

const FUNCTIONS: { readonly [F in ServiceFunction]: string } = {
  'service-visit': 'service visit',
  'violations-service': 'violations service',
  'lockout-visit': 'visit because of the lockout',
}

const KEYPAD: { readonly [Why in KeypadRefusal]: string } = {
  'not-a-code': 'A code has twelve digits.',
  wrong: 'This is no code for this device.',
  used: 'This code was used before, or a newer one was.',
  held: 'There were too many wrong codes. The keypad waits.',
  'not-allowed': 'The code is right, but nobody may give it for this device now. It stays unused.',
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
