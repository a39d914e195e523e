/** What is missing, before it hurts: for whom, and what would close it. */
import type { Gap, MatrixField, Stop } from '@keyturn/contract/endpoints/rehearsal.ts'

/** So many devices of a gap are listed by their ids. */
const LISTED_MAX = 50

/** Pure: of the drivers and fields that whoever asks may see. The gravest first. */
export function gapsIn(stops: readonly Stop[], matrix: readonly MatrixField[]): readonly Gap[] {
  const jurisdictions = [...new Set([...stops, ...matrix].map(({ jurisdiction }) => jurisdiction))].toSorted()
  return KINDS.flatMap((find) =>
    jurisdictions.flatMap((jurisdiction) => {
      const here = stops.filter((stop) => stop.jurisdiction === jurisdiction)
      const fields = matrix.filter((field) => field.jurisdiction === jurisdiction)
      return find(jurisdiction, here, fields)
    }),
  )
}

type Find = (jurisdiction: string, stops: readonly Stop[], fields: readonly MatrixField[]) => readonly Gap[]

const withoutVendor = ({ helps }: Stop): Stop['helps'] => helps.filter(({ whenVendorGone }) => whenVendorGone)
const acts = (stop: Stop): number => new Set(withoutVendor(stop).map(({ act, by }) => `${act} ${by}`)).size
const stopsSoon = ({ stopsOn, isStopped }: Stop): boolean => isStopped || stopsOn !== null

const noPath: Find = (jurisdiction, stops) =>
  gap(
    stops.filter((stop) => stopsSoon(stop) && acts(stop) === 0),
    {
      kind: 'no-path',
      jurisdiction,
      words: 'If their vendor were gone, nobody could lawfully help these drivers, and their cars stop.',
      next: 'Install firmware that takes signed statements, put code secrets in escrow, or approve a vendor of another owner here.',
    },
  )

const singlePath: Find = (jurisdiction, stops) =>
  gap(
    stops.filter((stop) => stopsSoon(stop) && acts(stop) === 1),
    {
      kind: 'single-path',
      jurisdiction,
      words: 'One lawful path is left if their vendor is gone, and nothing beside it.',
      next: 'Open a second one: telephone codes, or a vendor of another owner with a center here.',
    },
  )

/** The vendor's own owner is the only one with centers here: nobody is "another". */
const sameOwner: Find = (jurisdiction, stops, fields) => {
  const allowed = fields.some(({ act, may }) => act === 'rescue' && may.by.length > 0)
  const without = stops.filter(({ helps, vendor }) => vendor !== '' && !helps.some(({ by }) => by === 'rescue'))
  const able = without.filter((stop) => canRescue(stop, fields))
  return gap(allowed ? able : [], {
    kind: 'same-owner',
    jurisdiction,
    words:
      'The law lets another vendor serve them, and there is none with a center here whose owner is known to be another.',
    next: 'Approve one, open a center, or have every vendor’s credential name its owner.',
  })
}

const canRescue = ({ model, firmware }: Stop, fields: readonly MatrixField[]): boolean =>
  fields.some(
    (field) =>
      field.act === 'rescue' && field.model === model && field.firmware === firmware && field.can.answer === 'yes',
  )

const noSecrets: Find = (jurisdiction, stops, fields) => {
  const allowed = fields.some(({ channel, may }) => channel === 'telephone' && may.by.length > 0)
  const without = stops.filter(({ helps }) => !helps.some(({ channels }) => channels.includes('telephone')))
  return gap(allowed ? without : [], {
    kind: 'no-code-secrets',
    jurisdiction,
    words: 'No telephone code can be counted on: the device takes none, or nobody told that its secrets are in escrow.',
    next: 'keyturn code escrow, when a device is installed or next served.',
  })
}

const unknown: Find = (jurisdiction, stops) =>
  gap(
    stops.filter(({ vendor, model, firmware }) => vendor === '' || model === '' || firmware === ''),
    {
      kind: 'identity-unknown',
      jurisdiction,
      words:
        'It is not known what these devices are: an order that names a vendor, model or firmware cannot mean them.',
      next: 'Sign a configuration for each and hand it to the device and the server.',
    },
  )

const failed: Find = (jurisdiction, stops, fields) =>
  fields
    .filter(({ may, rehearsed }) => may.by.length > 0 && rehearsed !== null && rehearsed.outcome !== 'works')
    .map((field) => ({
      kind: 'rehearsal-failed' as const,
      jurisdiction,
      words: `${field.act} by ${field.channel}: ${field.rehearsed?.words ?? ''}`,
      next: 'A fault of the program: report it with this line.',
      ...listed(stops.filter(({ model, firmware }) => model === field.model && firmware === field.firmware)),
    }))

const KINDS: readonly Find[] = [noPath, failed, singlePath, sameOwner, noSecrets, unknown]

function gap(stops: readonly Stop[], told: Pick<Gap, 'kind' | 'jurisdiction' | 'words' | 'next'>): readonly Gap[] {
  return stops.length === 0 ? [] : [{ ...told, ...listed(stops) }]
}

const listed = (stops: readonly Stop[]): Pick<Gap, 'devices' | 'devicesLeftOut'> => ({
  devices: stops.slice(0, LISTED_MAX).map(({ device }) => device),
  devicesLeftOut: Math.max(0, stops.length - LISTED_MAX),
})
