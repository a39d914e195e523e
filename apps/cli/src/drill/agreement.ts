/** When all are back: everything is brought to everybody, in odd order and twice, and then all must say the same. */

import type { Assessment } from '@keyturn/cases/assessment.ts'
import { lawWords } from '@keyturn/cases/law.ts'
import { type Client, Unreachable } from '@keyturn/contract/client.ts'
import { appendLog, readLog } from '@keyturn/contract/endpoints/log.ts'
import { postStatement } from '@keyturn/contract/endpoints/statements.ts'
import { deviceStatus } from '@keyturn/contract/endpoints/status.ts'
import { listVisits } from '@keyturn/contract/endpoints/visits.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { type Instant, parseInstant } from '@keyturn/domain/units.ts'
import { concat, equalBytes } from '@keyturn/evidence/bytes.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { type CastCar, RESCUER, VENDOR } from './cast.ts'
import { text } from './json.ts'
import type { Story } from './outage.ts'
import { signOutage } from './papers.ts'
import type { Telling } from './telling.ts'
import { type DrillWorld, SIDES } from './world.ts'

/** @throws Disagreement at the first thing that two of them tell differently */
export async function agreement(world: DrillWorld, telling: Telling, story: Story): Promise<void> {
  telling.part('Everything is sent to everybody, in odd order and twice')
  await statements(world, telling, story)
  await benches(world, telling)
  for (const car of world.cast) await logs(world, telling, car)
  telling.did('Logs go to both servers: the last segment first, which is refused for its gap, then all of them, twice.')
  telling.part('Do they agree?')
  for (const car of world.cast) await oneCar(world, telling, story, car)
}

async function statements(world: DrillWorld, telling: Telling, { order, override, rescue, from, until }: Story) {
  const outage = signOutage('drill-outage', from, until, world.now())
  const files = [override, outage, order, rescue]
  for (const [side, all] of [
    ['authority', [...files, ...files]],
    ['vendor', [...files.toReversed(), ...files]],
  ] as const) {
    const { call } = world.server(side)
    for (const file of all) {
      const answer = await call(postStatement, { params: {}, body: { file } })
      telling.must(`the ${side} takes every statement, also the second time`, answer.ok, answer)
    }
  }
  telling.did('Order, override, rescue credential and the vendor’s declaration of the outage are handed in.')
}

async function benches(world: DrillWorld, telling: Telling): Promise<void> {
  for (const vendor of [VENDOR, RESCUER]) {
    const bench = world.bench(vendor)
    let states: readonly string[] = []
    await world.eventually(`the visits of the bench of ${vendor} at both servers`, async () => {
      states = await bench.sync(true)
      return states.every((state) => state === 'sent')
    })
    await bench.sync(true)
  }
  telling.did('Both benches send the visits that have waited on their laptops.')
}

/** The whole log as it is in the car, in whole segments. */
async function segmentsOf(world: DrillWorld, { role }: CastCar): Promise<readonly Uint8Array[]> {
  return splitSegments(await world.car(role).log()).segments.map(({ bytes }) => bytes)
}

async function logs(world: DrillWorld, telling: Telling, car: CastCar): Promise<void> {
  const { device } = car
  for (const side of SIDES) {
    const { call } = world.server(side)
    const send = async (body: Uint8Array) => call(appendLog, { params: { deviceId: device }, body })
    for (let round = 0; round < 2; round += 1) {
      const segments = await segmentsOf(world, car)
      const last = segments.at(-1) ?? new Uint8Array()
      const early = await send(last)
      telling.must(
        `a segment ahead of its time is refused for its gap, or held already`,
        early.ok || early.code === 'log-gap',
        early,
      )
      const whole = await send(concat(...segments))
      telling.must(`the ${side} takes the log of ${device}`, whole.ok, whole)
    }
  }
}

async function oneCar(world: DrillWorld, telling: Telling, story: Story, car: CastCar): Promise<void> {
  const { device, role } = car
  const own = concat(...(await segmentsOf(world, car)))
  const said = new Map<string, Assessment>()
  for (const side of SIDES) {
    const { call } = world.server(side)
    const held = await read(call, car)
    telling.must(`the ${side} holds the log of ${device} byte for byte`, startsTheSame(held, own), {
      held: held.length,
      own: own.length,
    })
    const status = await call(deviceStatus, { params: { deviceId: device } })
    if (!status.ok) throw new Unreachable(`the ${side} tells no status of ${device}: ${status.problem.detail}`)
    said.set(side, status.value.assessment)
    await certificates(call, telling, story, { side, car })
  }
  const [vendor, authority] = [said.get('vendor'), said.get('authority')]
  if (vendor === undefined || authority === undefined) throw new Error('both servers were asked')
  telling.same(`what follows for ${device}`, { vendor: conclusions(vendor), authority: conclusions(authority) })
  const due = parseInstant(text(await world.car(role).state(), 'ledger', 'dueAt'))
  telling.same(`the next visit of ${device}`, { car: due, vendor: dueIn(vendor), authority: dueIn(authority) })
  telling.same(`lockouts of ${device}`, { car: await world.car(role).lockouts(), vendor: standing(vendor) })
  telling.same(`failed start tests of ${device}, which no outage excuses`, {
    car: failedStarts(own),
    vendor: vendor.counts.find(({ rule }) => rule === 'failed-starts')?.have,
  })
  telling.must(`the record of ${device} is sound`, vendor.integrity.state === 'sound', vendor.integrity)
  tell(telling, car, vendor, due)
}

/** By the lines of the log itself. */
const failedStarts = (log: Uint8Array): number =>
  Buffer.from(log)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.includes('"test":"start"') && line.includes('"result":"fail"')).length

async function read(call: Client, { device }: CastCar): Promise<Uint8Array> {
  const log = await call(readLog, { params: { deviceId: device }, query: { from: 1 } })
  if (!log.ok) throw new Unreachable(`the log of ${device} cannot be read: ${log.problem.detail}`)
  return log.value
}

/** A car goes on recording: what the server holds is all that was there when it was asked. */
const startsTheSame = (held: Uint8Array, own: Uint8Array): boolean =>
  held.length >= own.length && equalBytes(held.subarray(0, own.length), own)

async function certificates(
  call: Client,
  telling: Telling,
  { certificates: made }: Story,
  { side, car: { device, role } }: { readonly side: string; readonly car: CastCar },
): Promise<void> {
  const answer = await call(listVisits, { params: { deviceId: device } })
  if (!answer.ok) throw new Unreachable(`the ${side} tells no visits of ${device}: ${answer.problem.detail}`)
  const { visits } = answer.value
  const own = made.get(role)
  telling.same(`visits of ${device} at the ${side}`, {
    bench: own === undefined ? [] : [own.certificate],
    [side]: visits.map(({ certificate }) => certificate),
  })
  for (const { agreement: agreed, contradictions, signed, words } of visits) {
    telling.same(`bench and car about the visit of ${device}`, {
      expected: 'agreed',
      [side]: agreed,
      words: agreed === 'agreed' ? 'agreed' : words,
    })
    telling.same(`contradictions of ${device}`, { expected: [], [side]: contradictions })
    telling.same(`the certificate of ${device}`, { bench: own?.file, [side]: signed?.file })
  }
}

/** What a server concludes, without the moment at which it was asked. */
const conclusions = ({ status, findings, moved, counts, integrity }: Assessment) => ({
  status: status.kind,
  findings: findings.map(({ id, rule, class: of, cause, law, endedAt }) => ({ id, rule, of, cause, law, endedAt })),
  moved,
  counts: counts.map(({ rule, have }) => ({ rule, have })),
  integrity: integrity.state,
})

const dueIn = ({ status, deadlines }: Assessment): Instant | null => {
  if (status.kind === 'in-good-standing' || status.kind === 'service-due-soon') return status.dueAt
  return deadlines.find(({ what }) => what === 'service-visit')?.closesAt ?? null
}

const standing = ({ findings }: Assessment): readonly string[] =>
  findings.flatMap((one) => (one.class === 'lockout' && one.endedAt === null ? [one.rule] : []))

function tell(
  telling: Telling,
  { device, story }: CastCar,
  { status, moved, findings, timeZone }: Assessment,
  due: Instant | undefined,
): void {
  const until = due === undefined ? 'no date' : `the next visit by ${inZone(due, timeZone)}`
  telling.did(`${device}, which ${story}: ${status.kind}, ${until}. Car, vendor and authority say the same.`)
  for (const { days, law } of moved) telling.did(`  moved by ${days} days`, lawWords(law))
  for (const { title, cause, law } of findings) telling.did(`  ${title} (${cause})`, lawWords(law))
}
