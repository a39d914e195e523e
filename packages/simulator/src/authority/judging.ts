/** Test support: an order, a certificate and their signers, and how a file of theirs is judged. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Scope } from '@keyturn/domain/relief.ts'
import { type CivilDate, deviceId, type Instant, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { StatementBody, StatementVerdict } from '@keyturn/evidence/statement/statement.ts'
import { type Expected, verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { madeUpAuthority } from './authority.ts'

/** When everything is signed and, unless told, judged. */
export const at = instant(Date.UTC(2026, 2, 16, 12))
export const device = deviceId('KT-MA-0001')

/** A date that is known to be one. */
// Written out in tests, so it has the form.
export const day = (text: string) => text as CivilDate

export const scope: Scope = {
  jurisdiction: 'US-MA',
  vendors: null,
  models: null,
  firmwares: null,
  regions: null,
  functions: ['service-visit'],
}
export const order: Extract<StatementBody, { kind: 'order' }> = {
  kind: 'order',
  supersedes: null,
  scope,
  interval: { from: day('2026-03-14'), until: day('2026-03-22') },
  due: { from: day('2026-03-14'), until: day('2026-03-22') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 5,
  reason: 'The server does not answer.',
}
export const certificate: StatementBody = {
  kind: 'certificate',
  visit: 'scheduled',
  dueOn: day('2026-04-15'),
  center: 'northgate-worcester',
  inspection: { sound: true, notes: '' },
  asFound: null,
  calibration: null,
  asLeft: [],
  resets: [],
  logSeq: 17,
  logHead: null,
}

/** The world of the seed, with an authority and a technician, and what comes of a file there. */
export function judging(seed: string) {
  const world = madeUpAuthority(seed)
  const authority = world.authority('US-MA')
  const technician = world.technician('tech-17', {
    jurisdiction: 'US-MA',
    vendor: 'northgate',
    center: 'northgate-worcester',
  })
  const verdict = (
    file: string,
    moment: Instant = at,
    trust = world.trust,
    expected: Expected = {},
  ): StatementVerdict => runSync(verifyStatementFile(file, trust, moment, expected), nodeCrypto)
  /** `verified`, or why not. */
  const code = (...of: Parameters<typeof verdict>) => {
    const given = verdict(...of)
    return given.kind === 'refused' ? given.code : 'verified'
  }
  return { world, authority, technician, verdict, code }
}
