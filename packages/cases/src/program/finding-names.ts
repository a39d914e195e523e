/** What a fact means when it names a finding by its id: the title of its rule, and the day it happened. */
import { type Instant, isDeviceId } from '@keyturn/domain/units.ts'
import { caseRulesFor } from '@keyturn/rules/case-rules-for.ts'
import { dayOf, dayWords } from './days.ts'
import type { CaseFile } from './fact.ts'
import type { CaseLaw } from './told.ts'
import { findingWords, ruleOfId } from './words.ts'

type Titles = { readonly byRule: ReadonlyMap<string, string>; readonly byCalendar: ReadonlySet<string> }

/** `A failed rolling retest of 20 February 2024`; the rule in words where no law has a title for it. */
export function findingNamer(law: CaseLaw, file: CaseFile, zone: string): (id: string) => string {
  const { byRule, byCalendar } = titlesOf(law)
  return (id) => {
    const rule = ruleOfId(id)
    const title = byRule.get(rule) ?? findingWords(id)
    const at = byCalendar.has(rule) ? null : placeOf(file, id)
    return at === null ? title : `${title} of ${dayWords(dayOf(at, zone))}`
  }
}

const known = new WeakMap<CaseLaw['programs'], Titles & Pick<CaseLaw, 'profiles'>>()

/** Laws are constants, so what follows from them is worked out once. */
function titlesOf({ profiles, programs }: CaseLaw): Titles {
  const before = known.get(programs)
  if (before?.profiles === profiles) return before
  const lockouts = profiles.flatMap((one) => one.lockouts)
  const made: Titles = {
    byRule: new Map([
      ...profiles.flatMap((one) => caseRulesFor(one).violations.map(({ id, title }) => [id, title] as const)),
      ...programs.flatMap(({ violations }) => violations.violations.map(({ id, title }) => [id, title.value] as const)),
      ...lockouts.map(({ id, title }) => [id, title] as const),
    ]),
    // Such a finding is named after the visit it is counted from, which is not the day it happened.
    byCalendar: new Set(
      lockouts.flatMap(({ id, on }) => (on === 'service-missed' || on === 'reset-unserviced' ? [id] : [])),
    ),
  }
  known.set(programs, { ...made, profiles })
  return made
}

/** When the fact or record that the id ends with happened; null when there is none. */
function placeOf({ facts, devices }: CaseFile, id: string): Instant | null {
  const inner = id.split('@').slice(-2).join('@')
  const seq = Number(inner.split('@').at(-1))
  // A rule by itself has no place.
  if (!Number.isInteger(seq)) return null
  const [device = ''] = inner.split(':')
  if (!inner.includes(':')) {
    const told = facts[seq - 1]
    return (told?.seq === seq ? told : facts.find((one) => one.seq === seq))?.at ?? null
  }
  if (!isDeviceId(device)) return null
  const records = devices.find((one) => one.device === device)?.records
  const there = records?.[seq - 1]
  return there?.seq === seq ? there.at : null
}
