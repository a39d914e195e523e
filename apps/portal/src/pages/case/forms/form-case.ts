/** What forms have to know about a case: what there is to pick from. */
import { inZone } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Option } from '../../../ui/form/field.ts'

export type FormCase = {
  readonly timeZone: string
  readonly asOf: Instant
  readonly vehicles: readonly {
    readonly vehicle: string
    readonly description: string
    readonly plate: string
    readonly state: 'in-use' | 'out-of-use' | 'given-up'
  }[]
  readonly devices: readonly {
    readonly device: string
    readonly vehicle: string | null
    readonly installedAt: Instant | null
    readonly removedAt: Instant | null
  }[]
  readonly findings: readonly {
    readonly id: string
    readonly title: string
    readonly class: string
    readonly since: Instant
    readonly standing: { readonly kind: string }
    readonly hearingBy: Instant | null
  }[]
  readonly hearings: readonly {
    readonly hearing: string
    readonly about: readonly string[]
    readonly state: string
    /** What the law prepares should the participant be found responsible. */
    readonly proposed: readonly { readonly words: string }[]
  }[]
  /** In the order in which they were recorded. */
  readonly facts: readonly {
    readonly seq: number
    readonly kind: string
    readonly at: Instant
    readonly words: string
    readonly counts: boolean
    readonly body: Readonly<Record<string, unknown>>
  }[]
  readonly organizations: readonly {
    readonly id: string
    readonly kind: 'vendor' | 'center' | 'authority'
    readonly parent: string
    readonly name: string
  }[]
  /** The vendor that whoever fills in works for. */
  readonly ownVendor: string | null
}

export const vehicleOptions = (
  { vehicles }: FormCase,
  states: readonly string[] = ['in-use', 'out-of-use'],
): readonly Option[] =>
  vehicles
    .filter(({ state }) => states.includes(state))
    .map(({ vehicle, description, plate }) => ({ value: vehicle, words: `${description}, ${plate}` }))

export const deviceOptions = ({ devices, vehicles }: FormCase): readonly Option[] =>
  devices
    .filter(({ removedAt }) => removedAt === null)
    .map(({ device, vehicle }) => {
      const car = vehicles.find((one) => one.vehicle === vehicle)
      return { value: device, words: car === undefined ? device : `${device}, in ${car.description}` }
    })

/** Findings that somebody may say something about: those that count or may come to count. */
export const findingOptions = (
  { findings, timeZone }: FormCase,
  fits: (finding: FormCase['findings'][number]) => boolean,
): readonly Option[] =>
  findings
    .filter(fits)
    .map(({ id, title, since }) => ({ value: id, words: `${title}, ${inZone(since, timeZone)}` }))
    .toReversed()

export const hearingOptions = ({ hearings }: FormCase, ...states: readonly string[]): readonly Option[] =>
  hearings
    .filter(({ state }) => states.includes(state))
    .map(({ hearing, state }) => ({ value: hearing, words: `${hearing} (${state})` }))

export const factOptions = ({ facts, timeZone }: FormCase, ...kinds: readonly string[]): readonly Option[] =>
  facts
    .filter(({ kind, counts }) => counts && (kinds.length === 0 || kinds.includes(kind)))
    .map(({ seq, words, at }) => ({ value: String(seq), words: `${seq}: ${words} (${inZone(at, timeZone)})` }))
    .toReversed()

export const organizationOptions = (
  { organizations, ownVendor }: FormCase,
  kind: 'vendor' | 'center',
  parent?: string,
): readonly Option[] =>
  organizations
    .filter((one) => one.kind === kind)
    .filter((one) => parent === undefined || parent === '' || one.parent === parent)
    .filter((one) => ownVendor === null || one.parent === ownVendor || one.id === ownVendor)
    .map(({ id, name }) => ({ value: id, words: name }))

/** A short name that is not taken: `car-2`. */
export function freshName(stem: string, taken: readonly string[]): string {
  let n = taken.length + 1
  while (taken.includes(`${stem}-${n}`)) n += 1
  return `${stem}-${n}`
}

/** Texts of a fact by the name of a field: the household's short names, say. */
export const textsIn = ({ facts }: FormCase, kind: string, field: string): readonly string[] =>
  facts
    .filter((fact) => fact.kind === kind && fact.counts)
    .flatMap(({ body }) => {
      const value = body[field]
      return typeof value === 'string' ? [value] : []
    })
