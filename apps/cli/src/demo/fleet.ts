/** The two cars of the demo, and who drives them. Nobody here exists. */
import { type CaseId, caseId, type DeviceId, deviceId } from '@keyturn/domain/units.ts'

export type DemoCar = {
  readonly device: DeviceId
  /** The jurisdiction; the newest version of its profile is taken. */
  readonly jurisdiction: 'US-MA' | 'US-ME'
  readonly case: CaseId
  readonly driver: string
  readonly town: string
  /** Whose device it is, which one, and where it was installed: what orders may name. */
  readonly vendor: string
  readonly model: string
  readonly region: string
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
    vendor: 'northgate',
    model: 'KT-100',
    region: 'Worcester',
  },
  {
    device: deviceId('KT-ME-0001'),
    jurisdiction: 'US-ME',
    case: caseId('ME-2026-0042'),
    driver: 'Luc Pelletier',
    town: 'Lewiston, Maine',
    vendor: 'northgate',
    model: 'KT-100',
    region: 'Androscoggin',
  },
]
