/** Reads a technician's visit: `full`, a mapping that changes a full visit, or the acts one by one. */
import { type CivilDate, mgPer210L } from '@keyturn/domain/units.ts'
import {
  type At,
  amountOf,
  anyFieldsOf,
  dateOf,
  type Field,
  type File,
  fieldsOf,
  isList,
  isMapping,
  listOf,
  textOf,
  wordOf,
  yesOrNo,
} from './nodes.ts'
import { Unreadable, unknownWord } from './place.ts'
import { readBrAC } from './quantities.ts'
import type { ServiceStep } from './scenario.ts'

const TECHNICIAN = 'R. Alden'
const CENTER = 'Center 1'
/** Bottle gas of 0.050 g/210 L, as technicians use it. */
const BOTTLE = mgPer210L(50)
const VISITS = ['scheduled', 'lockout', 'removal'] as const

/** The acts of a visit in their order. @throws Unreadable */
export function parseService(file: File, at: At): readonly ServiceStep[] {
  if (isList(at)) return listOf(file, at, 'service').map((item) => actOf(file, item))
  if (isMapping(at)) return changedVisit(file, at)
  wordOf(at, 'service', ['full'])
  return fullVisit({
    technician: TECHNICIAN,
    center: CENTER,
    visit: 'scheduled',
    dueOn: null,
    certificate: certificateOf(at),
    reset: true,
  })
}

export type Visit = {
  readonly technician: string
  readonly center: string
  readonly visit: (typeof VISITS)[number]
  readonly dueOn: CivilDate | null
  readonly certificate: string
  readonly reset: boolean
  /** What the inspection found; sound where it is left out. */
  readonly sound?: boolean
}

/** A whole visit: inspection, calibration with bottle gas, and the certificate. */
export function fullVisit({
  technician,
  center,
  visit,
  dueOn,
  certificate,
  reset,
  sound = true,
}: Visit): readonly ServiceStep[] {
  return [
    { do: 'open', technician, center },
    { do: 'inspect', sound, notes: '' },
    { do: 'as-found', reference: BOTTLE, gas: BOTTLE },
    { do: 'calibrate', reference: BOTTLE, gas: BOTTLE, gasLot: 'LOT-1' },
    { do: 'confirm', reference: BOTTLE, gas: BOTTLE },
    { do: 'confirm', reference: BOTTLE, gas: BOTTLE },
    ...(reset ? [{ do: 'reset' } as const] : []),
    { do: 'certify', certificate, visit, dueOn },
  ]
}

function changedVisit(file: File, at: At): readonly ServiceStep[] {
  const visit: { -readonly [K in keyof Visit]: Visit[K] } = {
    technician: TECHNICIAN,
    center: CENTER,
    visit: 'scheduled',
    dueOn: null,
    certificate: certificateOf(at),
    reset: true,
  }
  const keys = ['visit', 'next due', 'technician', 'center', 'certificate', 'reset']
  for (const { key, value } of fieldsOf(file, at, 'service', keys)) {
    if (key === 'visit') visit.visit = wordOf(value, 'a visit', VISITS)
    else if (key === 'next due') visit.dueOn = dateOf(value, 'next due')
    else if (key === 'technician') visit.technician = textOf(value, 'technician')
    else if (key === 'center') visit.center = textOf(value, 'center')
    else if (key === 'certificate') visit.certificate = textOf(value, 'certificate')
    else visit.reset = yesOrNo(value, 'reset')
  }
  return fullVisit(visit)
}

const BARE = ['open', 'reset', 'abandon', 'certify']
const KEYED = ['open', 'inspect', 'as found', 'calibrate', 'confirm', 'certify']

function actOf(file: File, at: At): ServiceStep {
  if (!isMapping(at)) return bareAct(at)
  const [field, another] = anyFieldsOf(file, at, 'an act of service')
  if (field === undefined || another !== undefined)
    throw new Unreadable(at.place, 'each act of a service visit has a hyphen of its own')
  switch (field.key) {
    case 'open':
      return openOf(file, field.value)
    case 'inspect':
      return { do: 'inspect', sound: wordOf(field.value, 'inspect', ['sound', 'unsound']) === 'sound', notes: '' }
    case 'as found':
      return { do: 'as-found', ...gasOf(file, field) }
    case 'confirm':
      return { do: 'confirm', ...gasOf(file, field) }
    case 'calibrate':
      return { do: 'calibrate', gasLot: 'LOT-1', ...gasOf(file, field) }
    case 'certify':
      return certifyOf(file, field.value)
    default:
      throw new Unreadable(field.keyPlace, unknownWord('an act of service', field.key, KEYED))
  }
}

function bareAct(at: At): ServiceStep {
  const word = wordOf(at, 'an act of service', BARE)
  if (word === 'open') return { do: 'open', technician: TECHNICIAN, center: CENTER }
  if (word === 'certify') return { do: 'certify', certificate: certificateOf(at), visit: 'scheduled', dueOn: null }
  return { do: word === 'reset' ? 'reset' : 'abandon' }
}

function openOf(file: File, at: At): ServiceStep {
  let technician = TECHNICIAN
  let center = CENTER
  for (const { key, value } of fieldsOf(file, at, 'open', ['technician', 'center'])) {
    if (key === 'technician') technician = textOf(value, key)
    else center = textOf(value, key)
  }
  return { do: 'open', technician, center }
}

function certifyOf(file: File, at: At): ServiceStep {
  let certificate = certificateOf(at)
  let visit: Visit['visit'] = 'scheduled'
  let dueOn: CivilDate | null = null
  for (const { key, value } of fieldsOf(file, at, 'certify', ['certificate', 'visit', 'next due'])) {
    if (key === 'certificate') certificate = textOf(value, key)
    else if (key === 'visit') visit = wordOf(value, 'a visit', VISITS)
    else dueOn = dateOf(value, 'next due')
  }
  return { do: 'certify', certificate, visit, dueOn }
}

/** `0.050`, or a mapping where the bottle holds something else than its label says. */
function gasOf(file: File, { key, value }: Field): { readonly reference: typeof BOTTLE; readonly gas: typeof BOTTLE } {
  if (!isMapping(value)) {
    const reference = amountOf(value, key, readBrAC)
    return { reference, gas: reference }
  }
  const fields = fieldsOf(file, value, key, ['reference', 'gas'])
  const reference = fields.find((field) => field.key === 'reference')
  const gas = fields.find((field) => field.key === 'gas')
  if (reference === undefined)
    throw new Unreadable(value.place, `${key} needs "reference:", what the bottle's label says`)
  const label = amountOf(reference.value, 'reference', readBrAC)
  return { reference: label, gas: gas === undefined ? label : amountOf(gas.value, 'gas', readBrAC) }
}

/** Certificates differ by where they stand in the file. */
const certificateOf = (at: At): string => `certificate-line-${at.place.line}`
