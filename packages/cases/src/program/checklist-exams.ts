/** Exams after a long suspension: learner's permit and road test, special where the vehicle asks for it [MA-INS-6]. */
import type { CivilDate } from '@keyturn/domain/units.ts'
import { groundOf } from '../law.ts'
import type { CaseRef, Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
import { afterSpan, dayWords } from './days.ts'
import type { Exam } from './fact.ts'
import type { Without } from './license.ts'
import type { Scene } from './scene.ts'

export function examItems(scene: Scene, checked: Checked): readonly Requirement[] {
  const { program, told, ref } = scene
  const { exams } = program.preparation
  if (exams === null) return []
  const { life, vehicles } = checked
  const long = longWithout(checked, exams.afterYears.value, scene.today)
  if (long === null) {
    const words = `No suspension without a license for more than ${exams.afterYears.value} years.`
    return [
      {
        id: 'exams',
        title: 'Exams',
        state: 'not-needed',
        words,
        who: 'participant',
        law: groundOf(exams.afterYears),
        because: [],
      },
    ]
  }
  const because = life.suspensions.filter(({ from }) => from === long.from).map(({ fact }) => ref(fact))
  const passed = (kinds: readonly Exam[]) =>
    told.of('exam-passed').findLast((one) => kinds.includes(one.exam) && one.on >= long.from)
  const permit = passed(['learners-permit'])
  const road = passed(['road-test', 'special-road-test'])
  const vehicle =
    vehicles.find((one) => one.vehicle === road?.vehicle) ?? vehicles.find(({ device }) => device !== null)
  const special = vehicle !== undefined && (!vehicle.centerBrake || !vehicle.sponsorSeat)
  const learners: Requirement = {
    id: 'learners-permit-exam',
    title: 'Learner’s permit exam',
    law: groundOf(exams.learnersPermit),
    ...(permit === undefined
      ? missing(
          scene,
          long,
          because,
          `Pass the exam: the license was away for more than ${exams.afterYears.value} years.`,
        )
      : {
          state: 'met',
          words: `Passed on ${dayWords(permit.on)}.`,
          who: 'participant',
          because: [...because, ref(permit)],
        }),
  }
  return [learners, roadTest(scene, { road, special, because, exams, long })]
}

/** To be done; or, where a license was given back without it, for an officer to look at. */
function missing(
  { program }: Scene,
  { until }: Without,
  because: readonly CaseRef[],
  words: string,
): Pick<Requirement, 'state' | 'words' | 'who' | 'because'> {
  if (until === null) return { state: 'open', words, who: 'participant', because }
  const given = `A license was given back on ${dayWords(until)} without it; the ${program.authority} decides what is to be done.`
  return { state: 'broken', words: given, who: 'authority', because }
}

type Road = {
  readonly road: ReturnType<Scene['told']['of']>[number] | undefined
  readonly special: boolean
  readonly because: readonly CaseRef[]
  readonly long: Without
  readonly exams: NonNullable<Scene['program']['preparation']['exams']>
}

function roadTest(scene: Scene, { road, special, because, exams, long }: Road): Requirement {
  const id = special ? 'special-road-test' : 'road-test'
  const law = groundOf(special ? exams.special : exams.roadTest)
  const title = special ? 'Special road test' : 'Road test'
  const item = { id, title, who: 'participant', law } as const
  if (road?.kind !== 'exam-passed') {
    const words = special
      ? `Have a special road test booked with a road test supervisor: the vehicle has no center emergency brake or no seat for the sponsor.`
      : 'Take the road test in a vehicle with a device.'
    return { ...item, ...missing(scene, long, because, words) }
  }
  const ref = scene.ref(road)
  if (special && road.exam === 'road-test') {
    const words = 'An ordinary road test was taken in a vehicle that needs the special one.'
    return { ...item, state: 'broken', words, because: [...because, ref] }
  }
  if (!hadDevice(scene, road.vehicle, road.on)) {
    const words = 'The road test was taken in a vehicle without a device; it has to be taken in one with a device.'
    return { ...item, state: 'broken', words, because: [...because, ref] }
  }
  return { ...item, state: 'met', words: `Passed on ${dayWords(road.on)}.`, because: [...because, ref] }
}

/** Whether a device was in a vehicle on a day. */
function hadDevice({ told, day }: Scene, vehicle: string | null, on: CivilDate): boolean {
  if (vehicle === null) return false
  let device: string | null = null
  for (const fact of told.facts) {
    if (day(fact.at) > on) break
    if (fact.kind === 'device-installed' && fact.vehicle === vehicle) device = fact.device
    else if (fact.kind === 'device-moved' && fact.to === vehicle) device = fact.device
    else if (fact.kind === 'device-moved' && fact.device === device) device = null
    else if (fact.kind === 'device-removed' && fact.device === device) device = null
  }
  return device !== null
}

/** The last time without a license since the last conviction that lasted longer than so many years, or lasts longer. */
function longWithout({ life, duty }: Checked, years: number, today: CivilDate): Without | null {
  const convictedOn = duty.convictions.at(-1)?.on ?? null
  const long = life.without.findLast(({ from, until }) => {
    const recent = until === null || convictedOn === null || until >= convictedOn
    return recent && (until ?? today) > afterSpan(from, { years })
  })
  return long ?? null
}
