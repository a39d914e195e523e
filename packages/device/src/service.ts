/** A technician's session: inspect, as-found, calibrate, confirm twice, reset, certify with the next due date. */
import { addDays, civilDateOf, daysBetween, endOfDay } from '@keyturn/domain/civil.ts'
import type { ServiceRefusal } from '@keyturn/domain/record.ts'
import { after, type CivilDate, unreachable } from '@keyturn/domain/units.ts'
import { agrees, type VisitClaims } from './claims.ts'
import type { DeviceConfig } from './config.ts'
import { emit, type Work } from './emit.ts'
import type { ServiceAction } from './input.ts'
import type { Measure, Open } from './state.ts'

const CONFIRMATIONS = 2

/** One act. What is out of order is refused and recorded, and changes nothing else. */
export function serviceAct(work: Work, act: ServiceAction): void {
  const { draft } = work
  const { session } = draft
  const refused = refusalOf(work, act)
  if (refused !== null) return emit(work, 'provider', { kind: 'service-refused', why: refused })
  switch (act.do) {
    case 'install':
      return emit(work, 'provider', {
        kind: 'installed',
        technician: act.technician,
        profile: act.profile,
        dueAt: endOfDay(act.dueOn, work.config.timeZone),
      })
    case 'open':
      draft.session = {
        is: 'open',
        technician: act.technician,
        center: act.center,
        until: after(draft.now, work.config.hardware.sessionMax),
        inspection: null,
        asFound: null,
        calibration: null,
        calibrated: false,
        asLeft: [],
        resets: [],
        measure: null,
      }
      draft.breath = { is: 'none' }
      if (act.rescue !== null) emit(work, 'provider', { kind: 'rescue-accepted', ...act.rescue })
      return emit(work, 'provider', { kind: 'service-opened', technician: act.technician, center: act.center })
    case 'inspect':
      if (session.is === 'open') draft.session = { ...session, inspection: { sound: act.sound, notes: act.notes } }
      return emit(work, 'provider', { kind: 'service-inspected', sound: act.sound, notes: act.notes })
    case 'as-found':
      return expectGas(work, { of: 'as-found', reference: act.reference, gasLot: '' })
    case 'calibrate':
      return expectGas(work, { of: 'calibrate', reference: act.reference, gasLot: act.gasLot })
    case 'confirm':
      return expectGas(work, { of: 'confirm', reference: act.reference, gasLot: '' })
    case 'reset':
      if (session.is === 'open') draft.session = { ...session, resets: ['tamper-indicator'] }
      return emit(work, 'provider', { kind: 'service-reset' })
    case 'certify':
      return certify(work, act)
    case 'abandon':
      return closeSession(work)
    default:
      return unreachable(act)
  }
}

/** Ends a session without a certificate: asked for, timed out, or lost in a restart. */
export function closeSession(work: Work): void {
  work.draft.session = { is: 'closed' }
  emit(work, 'provider', { kind: 'service-abandoned' })
}

function expectGas({ draft }: Work, measure: Measure): void {
  if (draft.session.is === 'open') draft.session = { ...draft.session, measure }
  draft.breath = { is: 'none' }
}

function certify(work: Work, act: Extract<ServiceAction, { readonly do: 'certify' }>): void {
  const { draft, config } = work
  const { technician, certificate, visit } = act
  const { lockouts, override } = draft.ledger
  const dueAt = endOfDay(act.dueOn, config.timeZone)
  // The certificate comes first: a log torn after it has all that matters, one torn before it has changed nothing.
  emit(work, 'provider', { kind: 'service-completed', technician, certificate, visit, dueAt })
  if (override !== null) emit(work, 'provider', { kind: 'override-ended', override: override.id })
  for (const { rule } of lockouts) emit(work, 'provider', { kind: 'lockout-ended', rule })
  if (visit === 'removal') emit(work, 'provider', { kind: 'uninstalled', technician })
  draft.session = { is: 'closed' }
  if (draft.phase.at === 'ready') draft.phase = { at: 'ready', announced: false }
}

function refusalOf(work: Work, act: ServiceAction): ServiceRefusal | null {
  const { draft, config } = work
  if (act.do === 'install') {
    if (draft.ledger.installed) return 'already-installed'
    return act.profile === config.profile ? dueDateRefusal(work, act.dueOn) : 'wrong-device'
  }
  if (act.do === 'open') {
    if (draft.session.is === 'open') return 'session-open'
    if (draft.phase.at === 'running') return 'engine-running'
    return act.rescue === null || config.relief.rescueAllowed ? null : 'rescue-not-allowed'
  }
  if (draft.session.is === 'closed') return 'no-session'
  if (act.do === 'calibrate' || act.do === 'confirm') return draft.session.asFound === null ? 'no-as-found' : null
  // A reset belongs to a visit that is as good as done; it never stands alone.
  if (act.do === 'reset') {
    if (!config.mayReset.includes('tamper-indicator')) return 'reset-not-allowed'
    return draft.session.asLeft.length < CONFIRMATIONS ? 'not-confirmed' : null
  }
  return act.do === 'certify' ? certificateRefusal(work, draft.session, act) : null
}

function certificateRefusal(
  work: Work,
  session: Open,
  act: Extract<ServiceAction, { do: 'certify' }>,
): ServiceRefusal | null {
  const { draft, config } = work
  if (session.inspection === null) return 'not-inspected'
  // A certificate that does not say what was measured is no certificate, whatever the visit was for.
  if (!agrees(act.claims, session)) return whyNotAgreed(act.claims, config)
  if (act.visit === 'removal') return null
  if (!session.inspection.sound) return 'unsound'
  if (session.asFound === null) return 'no-as-found'
  if (!session.calibrated) return 'not-calibrated'
  if (session.asLeft.length < CONFIRMATIONS) return 'not-confirmed'
  if (draft.ledger.lockouts.length > 0 && !config.mayReset.includes('lockouts')) return 'reset-not-allowed'
  return dueDateRefusal(work, act.dueOn)
}

/** A reset that no technician may do is the graver fault of the two. */
const whyNotAgreed = ({ resets }: VisitClaims, { mayReset }: DeviceConfig): ServiceRefusal =>
  resets.every((reset) => mayReset.some((may) => may === reset)) ? 'bad-certificate' : 'reset-not-allowed'

/** Nobody at a bench can move the due date beyond what the profile allows. */
function dueDateRefusal({ draft, config }: Work, dueOn: CivilDate): ServiceRefusal | null {
  const today = civilDateOf(draft.now, config.timeZone)
  if (dueOn > addDays(today, config.dueWithinDays)) return 'due-date-too-late'
  return daysBetween(today, dueOn) < 0 ? 'due-date-past' : null
}
