/** A whole visit by the demonstration's technician, through the same signed requests as a real one. */
import type { VisitClaims } from '@keyturn/device/claims.ts'
import type { DeviceConfig } from '@keyturn/device/config.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Challenge } from './session.ts'
import type { ServiceRequest, SignedStep } from './steps.ts'
import { signCertificate, signSteps, type Technician } from './technician.ts'

/** Alcohol in the demonstration's bottle, mg/210 L. */
const REFERENCE = 40
const GAS_LOT = 'DEMO-040'

export type Bench = {
  readonly device: DeviceId
  readonly config: DeviceConfig
  readonly technician: Technician
  readonly now: () => Instant
  /** A fresh unique id. */
  readonly id: () => string
  readonly challenge: () => Promise<Challenge>
  /** Hands a signed request to the device. @throws when it is refused. */
  readonly submit: (request: ServiceRequest) => Promise<unknown>
  /** Lets gas from the bottle flow, and waits for the result. */
  readonly gas: (reference: number) => Promise<void>
  /** What the device measured so far. */
  readonly claims: () => VisitClaims
}

/** Installs the device with the profile's full interval to the first visit. */
export const install = (bench: Bench): Promise<void> =>
  submit(bench, [{ do: 'install', profile: bench.config.profile, dueOn: latestDueDate(bench) }])

/** Inspects, checks, calibrates, confirms twice, resets, certifies. */
export async function visit(bench: Bench, kind: 'scheduled' | 'lockout'): Promise<void> {
  const { device, technician } = bench
  const reference = REFERENCE
  await submit(bench, [{ do: 'open' }, { do: 'inspect', sound: true, notes: '' }, { do: 'as-found', reference }])
  await bench.gas(REFERENCE)
  await submit(bench, [{ do: 'calibrate', gasLot: GAS_LOT, reference }])
  await bench.gas(REFERENCE)
  for (let n = 0; n < 2; n++) {
    await submit(bench, [{ do: 'confirm', reference }])
    await bench.gas(REFERENCE)
  }
  if (bench.config.mayReset.includes('tamper-indicator')) await submit(bench, [{ do: 'reset' }])
  const { logSeq, logHead } = await bench.challenge()
  const certificate = signCertificate(
    technician,
    { device, visit: kind, dueOn: latestDueDate(bench), logSeq, logHead, ...bench.claims() },
    { at: bench.now(), id: bench.id() },
  )
  await submit(bench, [{ do: 'certify', certificate }])
}

async function submit(bench: Bench, steps: readonly SignedStep[]): Promise<void> {
  const when = { at: bench.now(), id: bench.id() }
  await bench.submit(signSteps(bench.technician, await bench.challenge(), steps, when))
}

/** The last day that the profile allows. */
const latestDueDate = ({ config, now }: Bench): CivilDate =>
  addDays(civilDateOf(now(), config.timeZone), config.dueWithinDays)
