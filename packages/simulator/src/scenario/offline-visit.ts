/**
 * A whole visit at a bench without any network: the technician's credential and the certificate are really signed, and
 * the device's shell verifies them to the root it pins.
 */
import { claimsOf, NO_CLAIMS } from '@keyturn/device/claims.ts'
import { type BrAC, days, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import { giverFor } from '@keyturn/evidence/statement/giver.ts'
import type { StatementOf, VisitCertificate } from '@keyturn/evidence/statement/statement.ts'
import { statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { OWNERS, type Signatory } from '../authority/authority.ts'
import { CENTERS, VENDORS } from '../case-scenario/vendors.ts'
import { atTheCar, breatheGas } from './at-the-car.ts'
import { hearFile, refuse, verdictOn } from './hear.ts'
import type { VisitStep } from './relief-steps.ts'
import type { World } from './world.ts'

const BOTTLE = mgPer210L(50)
/** A credential of four months ago: they last 89 days. */
const LONG_AGO = days(120)

/** Answers why the visit could not even begin, or null. What the device refuses is in its log. */
export function offlineVisit(world: World, step: VisitStep): string | null {
  if (world.car.power === 'lost') return 'the device has no power'
  const vendor = step.vendor ?? (step.how === 'rescue' ? anotherOwner(world.unit.vendor) : world.unit.vendor)
  if (vendor === undefined) return 'there is no vendor of another owner'
  const technician = technicianOf(world, vendor, step)
  const credential = credentialOf(world, technician, step)
  // Nobody answers the bench: what it does rests on signatures alone, and the log is sent later.
  const answered = world.server.up
  world.server.up = false
  atTheCar(world, () => {
    const opened = open(world, credential, step.how === 'rescue' ? rescueFor(world, vendor) : null)
    if (opened !== null) perform(world, technician, step, opened)
  })
  world.server.up = answered
  if (answered) world.upload()
  return null
}

type Opened = { readonly center: string; readonly chain: readonly string[] }

function open(world: World, credential: string, rescueFile: string | null): Opened | null {
  const verdict = verdictOn(world, credential)
  if (verdict === null) return null
  const { statement, speaker } = verdict
  const shown = rescueFile === null ? null : verdictOn(world, rescueFile)
  if (rescueFile !== null && shown === null) return null
  const rescue = shown?.statement.kind === 'rescue' ? shown.statement : null
  if (statement.kind !== 'technician' || speaker.as !== 'vendor') {
    refuse(world, statement.id, 'it is no credential of a technician')
    return null
  }
  return opens(world, { statement, rescue, vendor: speaker.id, group: speaker.group }, credential)
}

type Shown = {
  readonly statement: StatementOf<'technician'>
  readonly rescue: StatementOf<'rescue'> | null
  readonly vendor: string
  readonly group: string
}

function opens(world: World, { statement, rescue, vendor, group }: Shown, credential: string): Opened | null {
  const { profile, unit } = world
  const { subject: technician, center, may } = statement
  const speaker = { as: 'technician', id: technician, center, vendor, group, jurisdiction: profile.id, may } as const
  const given = giverFor(speaker, { jurisdiction: profile.id, vendor: unit.vendor }, rescue)
  const why = given.kind === 'not' ? given.why : may.includes('service') ? null : 'this technician may not service'
  if (why !== null) {
    refuse(world, statement.id, why)
    return null
  }
  world.feed('service', {
    do: 'open',
    technician,
    center,
    rescue: rescue === null ? null : { credential: rescue.id, vendor },
  })
  world.pass(60_000)
  return world.state.session.is === 'open' ? { center, chain: credential.trimEnd().split('\n') } : null
}

/** Inspect, as found, calibrate, confirm twice, reset, certify: a minute each, as in any visit. */
function perform(world: World, technician: Signatory, step: VisitStep, { center, chain }: Opened): void {
  const act = (body: Parameters<typeof world.feed<'service'>>[1], gas?: BrAC) => {
    world.feed('service', body)
    if (gas !== undefined) breatheGas(world, gas)
    world.pass(60_000)
  }
  act({ do: 'inspect', sound: step.sound, notes: '' })
  act({ do: 'as-found', reference: BOTTLE }, step.asFound.gas)
  act({ do: 'calibrate', reference: BOTTLE, gasLot: 'LOT-1' }, BOTTLE)
  act({ do: 'confirm', reference: BOTTLE }, BOTTLE)
  act({ do: 'confirm', reference: BOTTLE }, BOTTLE)
  if (step.reset) act({ do: 'reset' })
  const body = certificateOf(world, step, center)
  const number = world.log.records.filter(({ kind }) => kind === 'service-completed').length + 1
  const line = technician.line(body, {
    at: world.deviceNow,
    subject: world.device,
    id: `certificate-${number}`,
    cites: [],
  })
  const verdict = verdictOn(world, statementFile(chain, line))
  if (verdict === null || verdict.statement.kind !== 'certificate') return
  const { id, visit, dueOn } = verdict.statement
  act({ do: 'certify', technician: technician.id, certificate: id, visit, dueOn, claims: verdict.statement })
}

function certificateOf(world: World, step: VisitStep, center: string): { kind: 'certificate' } & VisitCertificate {
  const seq = world.log.records.length
  const { session } = world.state
  const claims = session.is === 'open' ? claimsOf(session) : NO_CLAIMS
  return {
    kind: 'certificate',
    visit: step.purpose,
    dueOn: step.dueOn ?? world.latestDue,
    center,
    ...claims,
    asFound: { reference: BOTTLE, measured: step.asFound.says ?? claims.asFound?.measured ?? step.asFound.gas },
    logSeq: seq,
    logHead: runSync(logHeadAt(world.log.bytes(), seq), world.crypto),
  }
}

/** Somebody of another owner, by whom the device may be rescued. */
const anotherOwner = (own: string): string | undefined =>
  VENDORS.map(({ vendor }) => vendor).find((vendor) => OWNERS.get(vendor) !== OWNERS.get(own))

function technicianOf({ desk, profile }: World, vendor: string, { technician, credential }: VisitStep): Signatory {
  const may = credential === 'install-only' ? (['install'] as const) : (['install', 'service', 'remove'] as const)
  const of = { jurisdiction: profile.id, vendor, center: centerOf(vendor), may }
  return (credential === 'forged' ? desk.stranger : desk.authority).technician(technician, of)
}

const centerOf = (vendor: string): string => CENTERS.find((one) => one.vendor === vendor)?.center ?? `${vendor}-center`

function credentialOf(world: World, technician: Signatory, { credential }: VisitStep): string {
  const at = world.deviceNow
  if (credential === 'expired') return technician.credential(instant(at - LONG_AGO))
  if (credential !== 'withdrawn') return technician.credential(at)
  const { desk, profile } = world
  const revoked = [{ id: technician.id, at, why: 'The laptop was stolen.' }]
  const by = desk.authority.authority(profile.id)
  // The list of what was withdrawn has reached the car before the thief does.
  hearFile(world, by.sign({ kind: 'revocations', number: 1_000, revoked }, { at, cites: [] }))
  return technician.credential(at)
}

/** The authority's word that this vendor's centers may serve the devices of the one that is gone. */
function rescueFor({ desk, profile, unit, deviceNow }: World, vendor: string): string {
  const body = {
    kind: 'rescue',
    serves: unit.vendor,
    servesGroup: OWNERS.get(unit.vendor) ?? unit.vendor,
    centers: null,
  } as const
  return desk.authority.authority(profile.id).sign(body, { at: deviceNow, subject: vendor, id: `rescue-by-${vendor}` })
}
