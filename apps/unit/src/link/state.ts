/** What the local link says about the unit: one object, pushed whole at every change. */
import { iso } from '@keyturn/domain/units.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { explain } from './explain.ts'
import type { LinkParts } from './link.ts'
import { reliefState } from './relief-state.ts'

export function linkState({
  options,
  publicKey,
  controller,
  recorder,
  car,
  clock,
  sync,
  profile,
  ...parts
}: LinkParts) {
  const { ledger } = controller.state()
  const { receiptedSeq, lastUploadAt, lastError } = sync.state()
  const outputs = controller.outputs()
  const moment = (at: Parameters<typeof iso>[0]) => (at > 0 ? iso(at) : null)
  return {
    device: options.device,
    profile: profileName(profile),
    timeZone: profile.timeZone,
    publicKey,
    at: iso(clock.now().at),
    outputs: { ...outputs, countdownTo: outputs.countdownTo === null ? null : iso(outputs.countdownTo) },
    car: car.view(),
    log: {
      seq: recorder.lastSeq(),
      segments: recorder.segments().length,
      health: recorder.health(),
      receiptedSeq,
      lastUploadAt: lastUploadAt === null ? null : iso(lastUploadAt),
      lastError,
    },
    ledger: {
      installed: ledger.installed,
      dueAt: ledger.installed ? moment(ledger.dueAt) : null,
      holdUntil: moment(ledger.holdUntil),
      resetBy: moment(ledger.resetBy),
      lockouts: ledger.lockouts.map((lockout) => ({
        rule: lockout.rule,
        since: iso(lockout.since),
        visitBy: lockout.visitBy === null ? null : iso(lockout.visitBy),
        closed: lockout.closed,
      })),
      counts: ledger.counts,
      malfunctions: ledger.malfunctions,
    },
    relief: reliefState(controller, parts),
    explanation: explain(controller.state(), profile, controller.at()),
    world: {
      canFastForward: parts.passTime !== null,
      canVisit: parts.visitCenter !== null,
      clockOffsetMs: clock.offsetMs(),
    },
  }
}
