/** The two cars of the demo, and who drives them. Nobody here exists. */
import { type CaseId, caseId, type DeviceId, deviceId } from '@keyturn/domain/units.ts'

export type DemoCar = {
  readonly device: DeviceId
  /** The jurisdiction; the newest version of its profile is taken. */
  readonly jurisdiction: 'US-MA' | 'US-ME'
  readonly case: CaseId
  readonly driver: string
  readonly town: string
}

/** How long both cars have had their device: long enough for a story, too short for a visit to fall due. */
export const PAST_DAYS = 12

export const FLEET: readonly DemoCar[] = [
  {
    device: deviceId('KT-MA-0001'),
    jurisdiction: 'US-MA',
    case: caseId('MA-2026-0117'),
    driver: 'Dana Whitfield',
    town: 'Worcester, Massachusetts',
  },
  {
    device: deviceId('KT-ME-0001'),
    jurisdiction: 'US-ME',
    case: caseId('ME-2026-0042'),
    driver: 'Luc Pelletier',
    town: 'Lewiston, Maine',
  },
]
