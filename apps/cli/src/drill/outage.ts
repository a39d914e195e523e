/**
 * The drill: vendor, authority and every mirror are gone for eight days, and nobody who keeps the rules is stranded.
 * When all are back, every record, certificate and date agrees, each with its law.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { postStatement } from '@keyturn/contract/endpoints/statements.ts'
import { addDays, civilDateOf, inZone, startOfDay } from '@keyturn/domain/civil.ts'
import type { DaySpan } from '@keyturn/domain/relief.ts'
import { type CivilDate, hours, type Instant, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import { DOUBTS } from '@keyturn/evidence/statement/mirror.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { agreement } from './agreement.ts'
import type { BenchVisit } from './bench.ts'
import { AUTHORITY, OVERRIDE_LAW, PASSPHRASE, RESCUER, type Role, TOLLING_LAW, VENDOR } from './cast.ts'
import { at, text } from './json.ts'
import { sha256, signConfiguration, signIndex, signOrder, signOverride, signRescue, signWithdrawal } from './papers.ts'
import type { StaticServer } from './static-server.ts'
import type { Telling } from './telling.ts'
import { type DrillWorld, SIDES } from './world.ts'

const ZONE = massachusetts.timeZone
export const OUTAGE_DAYS = 8
/** The visit falls due on the fourth day of the outage. */
const DUE_AFTER_DAYS = 30
export const BEGINS_AFTER_DAYS = 27
const DUE_LAW = 'MA-OPR-2: a service visit 25 to 30 days after the last one'

/** What the story leaves behind, for the comparison at its end. */
export type Story = {
  readonly outage: DaySpan
  readonly from: Instant
  readonly until: Instant
  readonly order: string
  readonly override: string
  readonly rescue: string
  readonly certificates: ReadonlyMap<Role, BenchVisit>
}

export async function drillOutage(world: DrillWorld, telling: Telling): Promise<void> {
  const installedOn = await install(world, telling)
  const story = await eightDays(world, telling, installedOn)
  await everybodyIsBack(world, telling, story)
  await agreement(world, telling, story)
}

/** A month before: the cars are installed at the vendor's bench, known to both servers, and driven. */
export async function install(world: DrillWorld, telling: Telling): Promise<CivilDate> {
  telling.part('Before')
  const bench = world.bench(VENDOR)
  for (const vendor of [VENDOR, RESCUER]) await world.bench(vendor).unlock(PASSPHRASE)
  const installedOn = civilDateOf(world.now(), ZONE)
  for (const { device, role, case: caseId, story } of world.cast) {
    const car = world.car(role)
    const publicKey = text(await car.state(), 'publicKey')
    for (const side of SIDES) {
      const body = { id: device, case: caseId, profile: profileName(massachusetts), publicKey }
      const { ok } = await world.server(side).call(enrollDevice, { params: {}, body })
      telling.must(`${device} is known to the ${side}`, ok)
      const file = signConfiguration(device, await world.together())
      const told = await world.server(side).call(postStatement, { params: {}, body: { file } })
      telling.must(`the ${side} knows whose device ${device} is`, told.ok, told)
    }
    await bench.install(car.url, addDays(installedOn, DUE_AFTER_DAYS))
    telling.did(`${device} is installed. This is the car that ${story}.`)
    await car.drive()
  }
  await publish(world, 1, [])
  return installedOn
}

async function eightDays(world: DrillWorld, telling: Telling, installedOn: CivilDate): Promise<Story> {
  const firstDay = addDays(installedOn, BEGINS_AFTER_DAYS)
  const from = morningOf(firstDay)
  await world.passTo(from)
  telling.part(`Day 1 of ${OUTAGE_DAYS}: everybody's servers are gone (${inZone(world.now(), ZONE)})`)
  await world.killEverybodysServers()
  telling.did('The servers of vendor and authority, their databases and both mirrors are ended with kill -9.')
  await world.car('phone').drive()
  telling.did('A car starts on a passed test and is driven. It asks nobody.', 'MA-USE-1: the test is in the car')

  const outage = { from: firstDay, until: addDays(firstDay, OUTAGE_DAYS - 1) }
  const certificates = new Map<Role, BenchVisit>()
  await world.passTo(morningOf(addDays(firstDay, 2)))
  telling.part('Day 3: a visit at a bench that nobody answers')
  certificates.set('bench', await visit(world, 'bench', VENDOR, 'scheduled', null))
  telling.did('The device is inspected, checked, calibrated, confirmed and certified, by signatures alone.', DUE_LAW)
  await world.crash(VENDOR)
  await world.bench(VENDOR).unlock(PASSPHRASE)
  telling.did('The laptop of the bench is ended with kill -9 and started again. The visit is still in its journal.')

  await world.passTo(morningOf(addDays(firstDay, 6)))
  telling.part('Day 7: the visit was due on day 4, and 48 hours are over')
  for (const role of ['phone', 'code', 'override', 'rescue', 'mirror'] as const) {
    const car = world.car(role)
    telling.same(`lockouts of ${car.device}`, { expected: ['missed-visit'], car: await car.lockouts() })
    telling.must(`${car.device} stays locked on a passed test`, !(await car.tries(0)))
  }
  telling.did('Five cars are locked, because nobody could serve them in time.', 'MA-LCK-3 and MA-LCK-5')
  const order = signOrder('drill-eight-days', outage, await world.together())
  await byPhone(world, telling, order)
  await byTelephone(world, telling)
  const override = await byOverride(world, telling)
  const rescue = signRescue('drill-rescue', await world.together())
  certificates.set('rescue', await visit(world, 'rescue', RESCUER, 'lockout', rescue))
  telling.did('A center of Kestrel, which another group owns, serves a device of Northgate.', TOLLING_LAW)
  certificates.set('code', await visit(world, 'code', VENDOR, 'lockout', null))
  telling.did('The car that was unlocked by telephone has been driven to the bench, and is served there.', DUE_LAW)

  const until = morningOf(addDays(outage.until, 1))
  return { outage, from, until, order, override, rescue, certificates }
}

/** The authority's order reaches a locked car by its driver's phone. A failed test stays a failed test. */
async function byPhone(world: DrillWorld, telling: Telling, order: string): Promise<void> {
  const car = world.car('phone')
  const due = await car.dueOn()
  const forged = await car.give(order.replace(/.(?=\n$)/, changed))
  telling.must(
    'a file with one letter changed is refused',
    !forged.ok || at(forged.value, 'outcome') === 'refused',
    forged.value,
  )
  telling.did('One letter of the order is changed on the way: the car refuses it, and records that.')
  const { value } = await car.give(order)
  telling.same('the order at the car', { expected: 'accepted', car: at(value, 'outcome') })
  telling.same('lockouts after the order', { expected: [], car: await car.lockouts() })
  telling.same('the moved date', { expected: addDays(due, OUTAGE_DAYS), car: await car.dueOn() })
  await world.crash(car.device)
  telling.same('the moved date after a crash of the device', {
    expected: addDays(due, OUTAGE_DAYS),
    car: await car.dueOn(),
  })
  await car.drive()
  telling.did(
    `The driver's phone hands the order to the car: ${due} moves by ${OUTAGE_DAYS} days, and it starts.`,
    TOLLING_LAW,
  )
  telling.did('Its device is ended with kill -9 meanwhile and starts again: the date stands, for its log has it.')
  telling.must('a breath over the limit starts no car', !(await car.tries(60)))
  telling.did('A breath of 0.060 is failed, recorded, and excused by nobody.', 'MA-USE-2')
}

async function byTelephone(world: DrillWorld, telling: Telling): Promise<void> {
  const car = world.car('code')
  const secret = AUTHORITY.codeSecrets(car.device, VENDOR).authority
  const code = { kind: 'override', by: 'authority', counter: 1 } as const
  const on = civilDateOf(await car.now(), 'UTC')
  const digits = runSync(makeCode({ secret, device: car.device, code, on }), nodeCrypto)
  const wrong = await car.type('000000000000')
  telling.same('twelve digits that nobody gave', { expected: 'refused', car: at(wrong, 'outcome') })
  const typed = await car.type(digits)
  telling.same('the code at the car', { expected: 'accepted', car: at(typed, 'outcome') })
  await car.drive()
  telling.did('Twelve digits are read out over the telephone and typed: the car starts for four hours.', OVERRIDE_LAW)
  const again = await car.type(digits)
  telling.same('the same code again', { expected: 'refused', car: at(again, 'outcome') })
}

async function byOverride(world: DrillWorld, telling: Telling): Promise<string> {
  const car = world.car('override')
  const file = signOverride('drill-override', car.device, await world.together())
  const elsewhere = await world.car('mirror').give(file)
  const refused = !elsewhere.ok || at(elsewhere.value, 'outcome') === 'refused'
  telling.must('an override of one car opens no other', refused, elsewhere.value)
  const carried = await world.bench(VENDOR).carry(car.url, file)
  telling.same('the override at the car', { expected: 'accepted', bench: at(carried, 'outcome') })
  await car.drive()
  telling.did('The technician carries a signed override to a car: it starts for four hours, once.', OVERRIDE_LAW)
  const second = signOverride('drill-override-2', car.device, await world.together())
  const { ok, value } = await car.give(second)
  telling.must('there is no second one before a visit', !ok || at(value, 'outcome') === 'refused', value)
  return file
}

async function visit(
  world: DrillWorld,
  role: Role,
  vendor: string,
  kind: 'scheduled' | 'lockout',
  rescue: string | null,
): Promise<BenchVisit> {
  const car = world.car(role)
  const dueOn = addDays(civilDateOf(await world.together(), ZONE), DUE_AFTER_DAYS)
  return world.bench(vendor).visit({ url: car.url, pass: (ms) => car.pass(ms) }, { kind, dueOn, rescue })
}

/** Everything comes back, one mirror with an old list and one with a file that is not the signed one. */
async function everybodyIsBack(world: DrillWorld, telling: Telling, { until, order, rescue }: Story): Promise<void> {
  await world.passTo(until)
  telling.part(`Day ${OUTAGE_DAYS + 1}: everybody is back (${inZone(world.now(), ZONE)})`)
  await world.reviveServers()
  await world.together()
  const [north, south] = world.mirrors
  if (north === undefined || south === undefined) throw new Error('the drill has two mirrors')
  writeList(north, signIndex(2, [order, rescue], world.now()), [order, rescue])
  // The south has the list of a month ago: it is stale, and cars say so.
  for (const mirror of world.mirrors) await mirror.start()
  const car = world.car('mirror')
  await world.eventually('the order from a mirror', async () => (await car.lockouts()).length === 0)
  telling.same('the date moved by a mirror', {
    phone: await world.car('phone').dueOn(),
    mirror: await car.dueOn(),
  })
  telling.did('A car at home reads the order from a mirror: the same bytes, the same date.', TOLLING_LAW)
  await world.eventually('the doubt about an old list', async () => (await car.doubts()).length > 0)
  telling.did(`The other mirror has an old list, and the car has it on record: ${(await car.doubts()).join('; ')}.`)
  await aMirrorLies(world, telling, { north, south, published: [order, rescue] })
}

type Lie = { readonly north: StaticServer; readonly south: StaticServer; readonly published: readonly string[] }

/** A list on which a file is not the one that was signed: no car takes it, and every car takes the true one. */
async function aMirrorLies(world: DrillWorld, telling: Telling, { north, south, published }: Lie): Promise<void> {
  const withdrawal = signWithdrawal(1, 'M. Gone', world.now())
  const files = [...published, withdrawal]
  const index = signIndex(3, files, world.now())
  writeList(south, index, published)
  writeFileSync(join(south.folder, `${sha256(withdrawal)}.txt`), withdrawal.replace(/.(?=\n$)/, changed))
  const car = world.car('override')
  await world.eventually('the doubt about other bytes', async () => (await car.doubts()).includes(DOUBTS.mismatch))
  telling.did('Then it serves other bytes than were signed. A car takes none of them, and has it on record.')
  writeList(north, index, files)
}

/** Another letter of the same alphabet. */
const changed = (letter: string): string => (letter === 'A' ? 'B' : 'A')

/** A list on every mirror. */
async function publish(world: DrillWorld, number: number, files: readonly string[]): Promise<void> {
  const index = signIndex(number, files, world.now())
  for (const mirror of world.mirrors) writeList(mirror, index, files)
}

function writeList(mirror: StaticServer, index: string, files: readonly string[]): void {
  for (const file of files) writeFileSync(join(mirror.folder, `${sha256(file)}.txt`), file)
  writeFileSync(join(mirror.folder, 'index.txt'), index)
}

export const morningOf = (day: CivilDate): Instant => instant(startOfDay(day, ZONE) + hours(9))
