/** The facts of a case as they count on a day: read once, in order, for everything that concludes from them. */
import { assert, type Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { Program } from '@keyturn/rules/program.ts'
import type { KnownRelief } from '../relief.ts'
import type { CaseFact, CaseFile, FactKind, FactOf } from './fact.ts'
import { findingNamer } from './finding-names.ts'
import { type Names, namesOf } from './words.ts'

/** All versions of one jurisdiction's law, and the authority's list of vendors where it is at hand. */
export type CaseLaw = {
  readonly profiles: readonly Profile[]
  readonly programs: readonly Program[]
  readonly vendors?: readonly ListedVendor[]
  /** Orders and outages that were ever published, where the authority's list is at hand. */
  readonly relief?: KnownRelief
}

/** A vendor as the authorities' lists have it. */
export type ListedVendor = {
  readonly vendor: string
  readonly name: string
  /** The jurisdictions that approve it: `US-MA`. */
  readonly approvedBy: readonly string[]
  /** The states it does business in: `MA`. */
  readonly states: readonly string[]
  /**
   * From when until when it is on the list; absent: always. A list that only grows by such spans can be read as of any
   * day, so that an earlier decision replays from the list of today.
   */
  readonly listed?: { readonly from: Instant; readonly until: Instant | null }
}

/** The list as it stood at a moment; undefined when no list is at hand. */
export const vendorsAt = ({ vendors }: CaseLaw, at: Instant): readonly ListedVendor[] | undefined =>
  vendors?.filter(({ listed }) => listed === undefined || (listed.from <= at && (listed.until ?? at) >= at))

export type Told = {
  readonly law: CaseLaw
  readonly file: CaseFile
  readonly asOf: Instant
  readonly zone: string
  /** What the people and vehicles of the case are called in sentences. */
  readonly names: Names
  /** Those that had happened by `asOf` and are not withdrawn, by moment and then by place. */
  readonly facts: readonly CaseFact[]
  /** Withdrawn ones, with the fact that withdrew each. */
  readonly withdrawn: readonly { readonly fact: CaseFact; readonly by: FactOf<'fact-withdrawn'> }[]
  readonly of: <K extends FactKind>(kind: K) => readonly FactOf<K>[]
  readonly last: <K extends FactKind>(kind: K) => FactOf<K> | undefined
}

/** Reads a case's facts as of a moment. Facts that happened later are not looked at. */
export function tell(law: CaseLaw, file: CaseFile, asOf: Instant): Told {
  const [program] = law.programs
  assert(program !== undefined, 'an assessment of a case needs a program')
  const happened = file.facts.filter(({ at }) => at <= asOf)
  const withdrawals = withdrawalsIn(happened)
  const counts = (fact: CaseFact) => !withdrawals.has(fact.seq)
  const facts = happened.filter(counts).toSorted((a, b) => a.at - b.at || a.seq - b.seq)
  const byKind = new Map<FactKind, CaseFact[]>()
  for (const fact of facts) {
    const same = byKind.get(fact.kind)
    if (same === undefined) byKind.set(fact.kind, [fact])
    else same.push(fact)
  }
  // The map holds each fact under its own kind.
  const of = <K extends FactKind>(kind: K) => (byKind.get(kind) ?? []) as unknown as readonly FactOf<K>[]
  return {
    law,
    file,
    asOf,
    zone: program.timeZone,
    names: namesOf(facts, {
      finding: findingNamer(law, file, program.timeZone),
      vendor: (id) => law.vendors?.find(({ vendor }) => vendor === id)?.name ?? id,
    }),
    facts,
    withdrawn: happened.flatMap((fact) => {
      const by = withdrawals.get(fact.seq)
      return by === undefined ? [] : [{ fact, by }]
    }),
    of,
    last: (kind) => of(kind).at(-1),
  }
}

/** By the fact withdrawn. A withdrawal that is itself withdrawn withdraws nothing, and none reaches forward. */
function withdrawalsIn(facts: readonly CaseFact[]): ReadonlyMap<number, FactOf<'fact-withdrawn'>> {
  const found = new Map<number, FactOf<'fact-withdrawn'>>()
  const all = facts.filter((one) => one.kind === 'fact-withdrawn').toSorted((a, b) => b.seq - a.seq)
  for (const one of all) if (!found.has(one.seq) && one.fact < one.seq) found.set(one.fact, one)
  return found
}
