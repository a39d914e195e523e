/** For tests: a whole visit through the bench's own interface, as a technician's hands would make it. */
import type { BenchClient, ToldVisit } from './bench-world.ts'

const REFERENCE = 40

/** What is still to be done at a visit, judged by what the device has recorded; null when only its end is left. */
export function nextAct({ session, awaiting }: ToldVisit): object | 'gas' | 'certify' {
  if (awaiting !== null) return 'gas'
  if (session === null) return { do: 'open' }
  if (session.inspection === null) return { do: 'inspect', sound: true, notes: 'clean' }
  if (session.asFound === null) return { do: 'as-found', reference: REFERENCE }
  if (session.calibration === null) return { do: 'calibrate', gasLot: 'L-77', reference: REFERENCE }
  if (session.confirmations.length < 2) return { do: 'confirm', reference: REFERENCE }
  return session.reset ? 'certify' : { do: 'reset' }
}

/** One step further. */
export async function goOn(bench: BenchClient, visit: ToldVisit): Promise<ToldVisit> {
  const act = nextAct(visit)
  if (act === 'gas') return settled(bench, await bench.gas(visit.id, REFERENCE))
  if (act !== 'certify') return bench.act(visit.id, act)
  return bench.post<ToldVisit>(`visits/${visit.id}/certify`, { visit: 'scheduled', dueOn: visit.next?.latest })
}

/** The visit from where it is to its end. */
export async function toTheEnd(bench: BenchClient, from: ToldVisit): Promise<ToldVisit> {
  let visit = from
  for (let n = 0; n < STEPS_MAX && visit.end === null; n++) visit = await goOn(bench, visit)
  return visit
}

const STEPS_MAX = 40
/** The result of the gas comes a moment after the gas. */
const LOOKS_MAX = 200

async function settled(bench: BenchClient, visit: ToldVisit): Promise<ToldVisit> {
  let now = visit
  for (let n = 0; n < LOOKS_MAX && now.awaiting !== null; n++) now = await bench.look(visit.id)
  return now
}
