/** For tests: an installed car with everything that signed statements and codes go through, on a disk that can fail. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { assert, type CivilDate, instant } from '@keyturn/domain/units.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { device, START, UnitBench } from '../unit-bench.ts'
import type { CodeSecrets } from './code-secrets.ts'
import { whyNotConfigured } from './configuration.ts'
import { Keypad } from './keypad.ts'
import { Shelf } from './shelf.ts'
import { StatementDesk } from './statement-desk.ts'
import type { Trusting } from './trust.ts'

export const authority = madeUpAuthority('relief')
export const MA = authority.authority('US-MA')
export const at = instant(START)
export const identity = {
  device,
  jurisdiction: 'US-MA',
  vendor: 'northgate',
  model: 'A1',
  firmware: 'keyturn-unit test',
  region: 'Worcester',
} as const
export const secrets = authority.codeSecrets(device, identity.vendor)

export const day = (text: string): CivilDate => {
  const date = parseCivilDate(text)
  assert(date !== undefined, `${text} is a date`)
  return date
}

type Order = Extract<StatementBody, { readonly kind: 'order' }>

/** An order of seven days for everybody in Massachusetts whose visit is due this winter. */
export const orderBody = (over: Partial<Order> = {}): Order => ({
  kind: 'order',
  supersedes: null,
  scope: {
    jurisdiction: 'US-MA',
    vendors: null,
    models: null,
    firmwares: null,
    regions: null,
    functions: ['service-visit'],
  },
  interval: { from: day('2026-12-01'), until: day('2026-12-07') },
  due: { from: day('2026-12-01'), until: day('2027-01-31') },
  moves: { kind: 'days', days: 7 },
  capDays: 30,
  staggerDays: 0,
  reason: 'The vendor cannot be reached.',
  ...over,
})

export type ReliefUnit = Trusting & {
  readonly unit: UnitBench
  readonly desk: StatementDesk
  readonly keypad: Keypad
  /** Why each refused statement was refused. */
  readonly refusals: () => Promise<readonly string[]>
}

/** A car in Massachusetts, installed on 23 November 2026, so that its visit is due on 23 December. */
export async function reliefUnit(
  over: { readonly installed?: boolean; readonly unit?: UnitBench } = {},
): Promise<ReliefUnit> {
  const { installed = true, unit = await UnitBench.start({ identity }) } = over
  if (installed && !unit.controller.state().ledger.installed) await unit.install()
  const shelf = await Shelf.open(unit.disk, '/statements')
  const trusting: Trusting = { rootKey: authority.root, identity, shelf }
  const desk = new StatementDesk({
    ...trusting,
    device,
    controller: unit.controller,
    timeZone: unit.profile.timeZone,
    whyNotConfigured: (configuration) =>
      whyNotConfigured(configuration, {
        profile: unit.profile,
        installed: unit.controller.state().ledger.installed,
      }),
    onFailure: (error) => unit.failures.push(error),
  })
  const refusals = async () =>
    (await unit.records()).flatMap((record) => (record.kind === 'statement-refused' ? [record.why] : []))
  return { ...trusting, unit, desk, keypad: keypadOf(unit), refusals }
}

/** A keypad whose tries nobody has counted yet. */
export const keypadOf = ({ controller, profile }: UnitBench, own: CodeSecrets | null = secrets) =>
  new Keypad({ device, secrets: own, controller, timeZone: profile.timeZone })

/** Two failed start tests: the second locks the car under the profile's rule for failed starts. */
export async function lockOut(unit: UnitBench): Promise<void> {
  for (let n = 0; n < 2; n++) {
    await unit.car.act({ do: 'ignition', to: 'on' })
    await unit.wait(60_000)
    await unit.car.act({ do: 'blow', brac: 90, how: 'good' })
    await unit.wait(4_000)
    await unit.car.act({ do: 'ignition', to: 'off' })
    await unit.wait(31 * 60_000)
  }
}
