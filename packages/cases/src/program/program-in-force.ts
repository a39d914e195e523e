import { assert, type Instant } from '@keyturn/domain/units.ts'
import { type Program, programName } from '@keyturn/rules/program.ts'
import { firstOf } from './days.ts'

type Version = { readonly program: Program; readonly name: string; readonly from: Instant }

const known = new WeakMap<readonly Program[], readonly Version[]>()

/** Lists of programs are constants, so what follows from one is worked out once. */
function versionsOf(programs: readonly Program[]): readonly Version[] {
  const before = known.get(programs)
  if (before !== undefined) return before
  const [first] = programs
  assert(first !== undefined, 'an assessment of a case needs a program')
  assert(
    programs.every(({ id }) => id === first.id),
    'all programs of an assessment are versions of one jurisdiction',
  )
  const made = programs
    .map((program) => ({
      program,
      name: programName(program),
      from: firstOf(program.version, program.timeZone),
    }))
    .toSorted((a, b) => a.from - b.from)
  known.set(programs, made)
  return made
}

/**
 * The version in force at a moment: the newest that had begun. Before the first version we know, the first one is
 * taken, so that a fact is never without a law.
 * @throws Error when there is none, or when they belong to different jurisdictions: our bug, never a fact.
 */
export function programInForce(programs: readonly Program[], at: Instant): Version {
  const versions = versionsOf(programs)
  let found = versions[0]
  for (const version of versions) if (version.from <= at) found = version
  assert(found !== undefined, 'an assessment of a case needs a program')
  return found
}
