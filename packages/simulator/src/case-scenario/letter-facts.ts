/** Signed letters about a case, as a case file tells them: taken to be verified. */
import type { LetterFact } from '@keyturn/cases/program/fact.ts'
import type { Reader } from './fact-readers.ts'

export const LETTER = {
  'confirmation-received': (f) => ({
    kind: 'confirmation-received',
    statement: f.text('statement', 'letter-1'),
    issuer: f.text('issuer'),
    issuedBy: f.word('issued by', ['authority', 'vendor'], 'vendor'),
    cites: f.texts('cites', []),
    about: f.text('about'),
    provider: f.text('provider'),
    account: f.text('account'),
    next: f.text('next'),
  }),
  'exception-granted': (f) => ({
    kind: 'exception-granted',
    statement: f.text('statement', 'letter-1'),
    issuer: f.text('issuer'),
    cites: f.texts('cites', []),
    vehicle: f.text('vehicle'),
    until: f.moment('until'),
    reason: f.text('reason'),
  }),
} as const satisfies { readonly [K in LetterFact['kind']]: Reader<K> }
