/** A whole visit without a hand at the page: for scripts and tests, through the bench's own interface. */
import { type BenchClient, BenchRefused, type ToldVisit } from './client.ts'

export type VisitPlan = {
  readonly gasLot: string
  /** Alcohol in the bottle, mg/210 L. */
  readonly reference: number
  readonly notes: string
  /** Null: `lockout` when the car is locked out, `scheduled` otherwise. */
  readonly visit: 'scheduled' | 'lockout' | null
  /** Null: the latest day that the law allows. */
  readonly dueOn: string | null
  /** Whether the gas of a virtual car is let in; at a real one a technician's hand does it meanwhile. */
  readonly gas: boolean
}

export type UnattendedOptions = {
  readonly bench: BenchClient
  readonly plan: VisitPlan
  readonly wait: (ms: number) => Promise<void>
  /** Told of each step that is done. */
  readonly onStep?: (words: string) => void
}

const LOOK_EVERY_MS = 250
/** Ten minutes for a hand to open a bottle. */
const LOOKS_MAX = 2_400
const TRIES_MAX = 60

type Act = { readonly act: object; readonly words: string }

/** What is still to be done, judged by what the device has recorded; null when the certificate is next. */
export function nextAct({ session, next }: ToldVisit, { gasLot, reference, notes }: VisitPlan): Act | null {
  if (session === null) return { act: { do: 'open' }, words: 'opening the session' }
  if (session.inspection === null) return { act: { do: 'inspect', sound: true, notes }, words: 'inspection' }
  if (session.asFound === null) return { act: { do: 'as-found', reference }, words: 'check as found' }
  if (session.calibration === null) return { act: { do: 'calibrate', gasLot, reference }, words: 'calibration' }
  const { length } = session.confirmations
  if (length < 2) return { act: { do: 'confirm', reference }, words: `confirmation ${length + 1}` }
  if (session.reset || next?.mayReset.includes('tamper-indicator') !== true) return null
  return { act: { do: 'reset' }, words: 'reset' }
}

/** One step further. @throws BenchRefused. */
export async function goOn(visit: ToldVisit, { bench, plan, wait, onStep }: UnattendedOptions): Promise<ToldVisit> {
  if (visit.awaiting !== null) {
    let now = plan.gas ? await bench.gas(visit.id, plan.reference) : visit
    for (let n = 0; n < LOOKS_MAX && now.awaiting !== null; n++) {
      await wait(LOOK_EVERY_MS)
      now = await bench.look(visit.id)
    }
    return now
  }
  const next = nextAct(visit, plan)
  onStep?.(next?.words ?? 'certificate')
  if (next !== null) return bench.act(visit.id, next.act)
  const kind = plan.visit ?? (visit.lockedOut ? 'lockout' : 'scheduled')
  return bench.certify(visit.id, { visit: kind, dueOn: plan.dueOn ?? visit.next?.latest })
}

/** From where the visit is to its end. @throws BenchRefused when the device refuses a step. */
export async function toTheEnd(from: ToldVisit, options: UnattendedOptions): Promise<ToldVisit> {
  let visit = from
  for (let n = 0; n < TRIES_MAX && visit.end === null; n++) {
    visit = await goOn(visit, options)
    if (visit.end === null && visit.refusal !== null) throw new BenchRefused(visit.refusal.code, visit.refusal.words)
  }
  return visit
}
