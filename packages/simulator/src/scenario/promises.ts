/**
 * What every scenario must hold, whatever it expects: the log alone gives the state back, the chain verifies, the
 * server holds a piece of it, device and case engine agree, and no start was permitted without its ground.
 */

import { assess } from '@keyturn/cases/assess.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { foldLedger } from '@keyturn/device/restore.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { equalBytes } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { explainFault } from '@keyturn/evidence/fault.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import { fails, type Profile } from '@keyturn/rules/profile.ts'
import type { Kit } from './kit.ts'
import type { Difference } from './records.ts'
import type { World } from './world.ts'

type Broken = readonly NonNullable<Difference>[]

/** Looked at after every step. Ends with the device exactly as it was. */
export function brokenAfterStep(world: World): Broken {
  const broken: NonNullable<Difference>[] = []
  const { state, log, out } = world
  const folded = JSON.stringify(foldLedger(log.records, world.config))
  const kept = JSON.stringify(state.ledger)
  if (folded !== kept) broken.push({ expected: `the log gives the state back: ${kept}`, happened: folded })
  if (out.starter === 'permitted' && !standsPermitted(log.records)) {
    broken.push({ expected: 'no start permitted without a record of it', happened: 'the starter is permitted' })
  }
  const before = log.records.length
  const shown = JSON.stringify(out)
  world.feed('tick', null)
  if (log.records.length !== before || JSON.stringify(world.out) !== shown) {
    broken.push({ expected: `one more tick changes nothing: ${shown}`, happened: JSON.stringify(world.out) })
  }
  return [...broken, ...disagreements(world)]
}

/** Looked at when all steps are done. */
export function brokenAtEnd(world: World, kit: Kit): Broken {
  const broken: NonNullable<Difference>[] = []
  const { log, server, key, profile } = world
  const bytes = log.bytes()
  const verdict = runSync(verifyLog(bytes, key, { from: GENESIS, openEnd: 'report' }), kit.crypto)
  if (verdict.kind === 'refused') {
    broken.push({ expected: 'the log verifies', happened: explainFault(verdict.fault) })
  } else if (
    verdict.records + (verdict.unsigned?.records ?? 0) !== log.records.length ||
    verdict.anomalies.length > 0
  ) {
    broken.push({
      expected: `${log.records.length} records verify`,
      happened: `${verdict.records}, ${verdict.anomalies.length} anomalies`,
    })
  }
  const held = server.bytes()
  if (!equalBytes(held, bytes.subarray(0, held.length))) {
    broken.push({
      expected: 'the server holds the beginning of the log, byte for byte',
      happened: 'it holds something else',
    })
  }
  const groundless = groundlessStart(log.records, profile)
  if (groundless !== undefined) {
    broken.push({
      expected: 'no start permitted without a passed test or a free restart',
      happened: `record ${groundless.seq}`,
    })
  }
  return broken
}

/** The case engine knows the device by its log alone; the same law must give the same lockouts. */
function disagreements(world: World): Broken {
  // A device without power cannot settle what falls due; it does so when it wakes.
  if (world.state.phase.at === 'unpowered') return []
  const { log, profile, state } = world
  const assessment = assess(profile, recordFacts(world.device, log.records), world.deviceNow)
  const broken: NonNullable<Difference>[] = []
  const found = assessment.findings
    .filter((one) => one.class === 'lockout' && one.endedAt === null)
    .map(({ rule }) => rule)
  const taken = state.ledger.lockouts.map(({ rule }) => rule)
  if (found.toSorted().join() !== taken.toSorted().join()) {
    broken.push({
      expected: `lockouts of the device (${taken.join(', ')}) are those of the case`,
      happened: `the case finds (${found.join(', ')})`,
    })
  }
  for (const { rule, title } of assessment.findings.filter((one) => one.class === 'integrity')) {
    broken.push({ expected: 'device and case agree about the law', happened: `${rule}: ${title}` })
  }
  return broken
}

/** Whether the last word about the starter is a permission. */
function standsPermitted(records: readonly Record[]): boolean {
  const last = records.findLast(({ kind }) =>
    [
      'start-permitted',
      'start-permit-lapsed',
      'engine-started',
      'engine-stopped',
      'engine-stalled',
      'ignition-off',
      'power-lost',
      'device-restarted',
    ].includes(kind),
  )
  return last?.kind === 'start-permitted'
}

/** The first permission that no passed test of the same moment, and no free restart of this law, explains. */
function groundlessStart(records: readonly Record[], profile: Profile): Record | undefined {
  return records.find((record, i) => {
    if (record.kind !== 'start-permitted') return false
    if (record.basis === 'free-restart') return profile.freeRestart.value.kind === 'none'
    const before = records[i - 1]
    const passed = before?.kind === 'sample' && before.test === 'start' && !fails(profile.setPoint.value, before.brac)
    return !passed
  })
}
