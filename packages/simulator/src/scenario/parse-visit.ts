/** Reads `visit:`, a whole visit at a bench that needs no network. */
import type { CivilDate } from '@keyturn/domain/units.ts'
import { mgPer210L } from '@keyturn/domain/units.ts'
import { type At, amountOf, dateOf, type File, fieldsOf, isMapping, textOf, wordOf, yesOrNo } from './nodes.ts'
import { byKey } from './parse-signed.ts'
import { readBrAC } from './quantities.ts'
import { CREDENTIALS, type VisitStep } from './relief-steps.ts'

const HOW = ['offline', 'rescue'] as const
const PURPOSES = ['scheduled', 'lockout', 'removal'] as const
const KEYS = ['how', 'visit', 'technician', 'vendor', 'next due', 'reset', 'inspect', 'as found', 'credential']
/** Bottle gas of 0.050 g/210 L, as technicians use it. */
const BOTTLE = mgPer210L(50)
const USUAL: VisitStep = {
  how: 'offline',
  purpose: 'scheduled',
  technician: 'R. Alden',
  vendor: null,
  dueOn: null,
  reset: true,
  sound: true,
  asFound: { gas: BOTTLE, says: null },
  credential: 'sound',
}

/** `offline`, `rescue`, or a mapping that changes something of it. @throws Unreadable */
export function parseVisit(file: File, at: At): VisitStep {
  if (!isMapping(at)) return { ...USUAL, how: wordOf(at, 'a way to make a visit', HOW) }
  const fields = byKey(fieldsOf(file, at, 'visit', KEYS))
  const read = <T>(key: string, otherwise: T, reader: (value: At) => T): T => {
    const value = fields.get(key)
    return value === undefined ? otherwise : reader(value)
  }
  return {
    how: read<VisitStep['how']>('how', USUAL.how, (value) => wordOf(value, 'a way to make a visit', HOW)),
    purpose: read<VisitStep['purpose']>('visit', USUAL.purpose, (value) => wordOf(value, 'a visit', PURPOSES)),
    technician: read('technician', USUAL.technician, (value) => textOf(value, 'technician')),
    vendor: read<string | null>('vendor', null, (value) => textOf(value, 'vendor')),
    dueOn: read<CivilDate | null>('next due', null, (value) => dateOf(value, 'next due')),
    reset: read('reset', true, (value) => yesOrNo(value, 'reset')),
    sound: read('inspect', true, (value) => wordOf(value, 'inspect', ['sound', 'unsound']) === 'sound'),
    asFound: read('as found', USUAL.asFound, (value) => asFoundOf(file, value)),
    credential: read<VisitStep['credential']>('credential', 'sound', (value) =>
      wordOf(value, 'a credential', CREDENTIALS),
    ),
  }
}

/** The gas in the bottle, or a mapping where the certificate says that another value was measured. */
function asFoundOf(file: File, at: At): VisitStep['asFound'] {
  if (!isMapping(at)) return { gas: amountOf(at, 'as found', readBrAC), says: null }
  const fields = byKey(fieldsOf(file, at, 'as found', ['gas', 'says']))
  const [gas, says] = [fields.get('gas'), fields.get('says')]
  return {
    gas: gas === undefined ? BOTTLE : amountOf(gas, 'gas', readBrAC),
    says: says === undefined ? null : amountOf(says, 'says', readBrAC),
  }
}
