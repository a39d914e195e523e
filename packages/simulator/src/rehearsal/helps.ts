/** Who could lawfully help one driver, and by which path. */
import type { Help, MatrixField } from '@keyturn/contract/endpoints/rehearsal.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'

/** A vendor as the authority's list and its own credential have it. */
export type Provider = {
  readonly vendor: string
  readonly name: string
  /** Who owns it; null where no credential told. */
  readonly group: string | null
  /** The jurisdictions that approve it. */
  readonly approvedBy: readonly string[]
  readonly centers: readonly { readonly center: string; readonly name: string; readonly jurisdiction: string }[]
}

/** The matrix's fields for this device, and everybody who is listed. */
export type HelpsFor = {
  readonly profile: Profile
  readonly vendor: string
  readonly fields: readonly MatrixField[]
  readonly providers: readonly Provider[]
}

/** Every lawful way that the device can take. In the order of the table of acts. */
export function helpsFor(given: HelpsFor): readonly Help[] {
  const usable = given.fields.filter(({ may, can, rehearsed }) => {
    const failed = rehearsed !== null && rehearsed.outcome !== 'works'
    return may.by.length > 0 && can.answer === 'yes' && !failed
  })
  const acts = [...new Set(usable.map(({ act }) => act))]
  return acts.flatMap((act) => {
    const fields = usable.filter((field) => field.act === act)
    return (fields[0]?.may.by ?? []).flatMap((by) => helpBy(by, act, fields, given))
  })
}

function helpBy(
  by: Help['by'],
  act: Help['act'],
  fields: readonly MatrixField[],
  { profile, vendor, providers }: HelpsFor,
): readonly Help[] {
  const channels = fields.map(({ channel }) => channel)
  const own = providers.find((each) => each.vendor === vendor)
  const help = (who: readonly string[], whenVendorGone: boolean, words: string): readonly Help[] =>
    who.length === 0 ? [] : [{ act, by, who: [...who], channels, whenVendorGone, words }]
  switch (by) {
    case 'authority':
      return help([profile.authority], true, `${profile.authority} signs it offline; no server is needed.`)
    case 'vendor': {
      const centers = own?.centers.filter(({ jurisdiction }) => jurisdiction === profile.id) ?? []
      const names =
        act === 'visit' ? centers.map(({ name }) => name) : [own?.name ?? vendor].filter((name) => name !== '')
      const words = act === 'visit' ? 'Its centers work without any server.' : 'The vendor gives it offline.'
      return help(names, false, words)
    }
    case 'rescue': {
      const others = rescuersOf({ profile, vendor, providers })
      return help(
        others.map(({ name }) => name),
        true,
        `${profile.authority} sends another owner’s centers by a rescue credential.`,
      )
    }
    default:
      return unreachable(by)
  }
}

/** Vendors approved here with a center here, of another owner. One whose owner nobody knows does not count. */
export function rescuersOf({
  profile,
  vendor,
  providers,
}: Pick<HelpsFor, 'profile' | 'vendor' | 'providers'>): readonly Provider[] {
  const group = providers.find((each) => each.vendor === vendor)?.group ?? null
  return providers.filter(
    (each) =>
      each.vendor !== vendor &&
      each.approvedBy.includes(profile.id) &&
      each.centers.some(({ jurisdiction }) => jurisdiction === profile.id) &&
      group !== null &&
      each.group !== null &&
      each.group !== group,
  )
}
