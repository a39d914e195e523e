/** What a certificate says of the visit, held against what the device itself measured in the session. */
import type { BrAC } from '@keyturn/domain/units.ts'
import type { Open } from './state.ts'

export type Gas = { readonly reference: BrAC; readonly measured: BrAC }

/** The part of a certificate that the device can tell to be true or not. */
export type VisitClaims = {
  readonly inspection: { readonly sound: boolean; readonly notes: string }
  readonly asFound: Gas | null
  readonly calibration: { readonly gasLot: string; readonly reference: BrAC } | null
  /** The confirmations in a row, since the last calibration, that were within tolerance. */
  readonly asLeft: readonly Gas[]
  readonly resets: readonly string[]
}

/** What can be claimed where nothing was done. */
export const NO_CLAIMS: VisitClaims = {
  inspection: { sound: false, notes: '' },
  asFound: null,
  calibration: null,
  asLeft: [],
  resets: [],
}

/** What a truthful certificate claims of this session. */
export const claimsOf = ({ inspection, asFound, calibration, asLeft, resets }: Open): VisitClaims => ({
  inspection: inspection ?? { sound: false, notes: '' },
  asFound,
  calibration,
  asLeft,
  resets,
})

/** Whether the certificate says what was measured, no more and no less. Resets are a set; gases are in sequence. */
export function agrees(claims: VisitClaims, session: Open): boolean {
  const { inspection, asFound, calibration, asLeft, resets } = claimsOf(session)
  return (
    claims.inspection.sound === inspection.sound &&
    claims.inspection.notes === inspection.notes &&
    sameGas(claims.asFound, asFound) &&
    claims.calibration?.gasLot === calibration?.gasLot &&
    claims.calibration?.reference === calibration?.reference &&
    claims.asLeft.length === asLeft.length &&
    claims.asLeft.every((gas, n) => sameGas(gas, asLeft[n] ?? null)) &&
    claims.resets.length === resets.length &&
    claims.resets.every((reset) => resets.some((done) => done === reset))
  )
}

const sameGas = (one: Gas | null, other: Gas | null): boolean =>
  one?.reference === other?.reference && one?.measured === other?.measured
