/** What a technician's bottle gas came to: as-found check, calibration, confirmation. */
import { type BrAC, unreachable } from '@keyturn/domain/units.ts'
import { emit, type Work } from './emit.ts'

/** Records what the gas came to; the sensor is set by it where that was asked for. */
export function measured(work: Work, brac: BrAC, nanoamps: number): void {
  const { draft, config } = work
  const { session } = draft
  if (session.is !== 'open' || session.measure === null) return
  const { of, reference, gasLot } = session.measure
  const within = Math.abs(brac - reference) <= config.toleranceMg
  switch (of) {
    case 'as-found':
      draft.session = { ...session, measure: null, asFound: { reference, measured: brac } }
      return emit(work, 'provider', { kind: 'service-as-found', reference, measured: brac, within })
    case 'calibrate': {
      // A dead sensor would divide by nothing and read everything as sober; it keeps its old calibration and fails
      // confirmation.
      const picoampsPerMg = nanoamps > 0 ? Math.round((nanoamps * 1_000) / reference) : draft.ledger.picoampsPerMg
      draft.session = {
        ...session,
        measure: null,
        calibration: { gasLot, reference },
        calibrated: nanoamps > 0,
        asLeft: [],
      }
      return emit(work, 'provider', { kind: 'service-calibrated', gasLot, reference, picoampsPerMg })
    }
    case 'confirm': {
      const number = session.asLeft.length + 1
      const asLeft = within ? [...session.asLeft, { reference, measured: brac }] : []
      draft.session = { ...session, measure: null, asLeft }
      return emit(work, 'provider', { kind: 'service-confirmed', number, reference, measured: brac, within })
    }
    default:
      return unreachable(of)
  }
}
