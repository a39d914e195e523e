/** The two cars of the demo, and who drives them. Nobody here exists. */
import { type DeviceId, deviceId } from '@keyturn/domain/units.ts'

export type DemoCar = {
  readonly device: DeviceId
  /** The jurisdiction; the newest version of its profile is taken. */
  readonly jurisdiction: 'US-MA' | 'US-ME'
  readonly case: string
  readonly driver: string
  readonly town: string
}

export const FLEET: readonly DemoCar[] = [
  {
    device: deviceId('KT-MA-0001'),
    jurisdiction: 'US-MA',
    case: 'MA-2026-0117',
    driver: 'Dana Whitfield',
    town: 'Worcester, Massachusetts',
  },
  {
    device: deviceId('KT-ME-0001'),
    jurisdiction: 'US-ME',
    case: 'ME-2026-0042',
    driver: 'Luc Pelletier',
    town: 'Lewiston, Maine',
  },
]
