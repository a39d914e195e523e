/** Carries out the steps of `relief-steps.ts`. */
import { unreachable } from '@keyturn/domain/units.ts'
import type { Paper } from './desk.ts'
import { hearDigits, hearFile } from './hear.ts'
import { offlineVisit } from './offline-visit.ts'
import type { Carry, ReliefStep, Side } from './relief-steps.ts'
import type { World } from './world.ts'

/** Does what the step says. Answers why it could not be done, or null. */
export function relieve(world: World, step: ReliefStep): string | null {
  const { desk, at, authorityUp } = world
  switch (step.do) {
    case 'order':
      return signed(() => desk.order(step.order, at, authorityUp))
    case 'override':
      return signed(() => desk.override(step.override, at, authorityUp))
    case 'outage':
      return signed(() => desk.outage(step.outage, at, authorityUp))
    case 'withdraw':
      return signed(() => desk.withdraw(step.name, at, authorityUp))
    case 'carry':
      return carry(world, step.carry)
    case 'code':
      return typed(world, () => desk.digits(step.code, at))
    case 'visit':
      return offlineVisit(world, step.visit)
    case 'side':
      return side(world, step.of, step.to)
    default:
      return unreachable(step)
  }
}

/** What no reader would accept is not signed; the reason is the step's. */
function signed(sign: () => string | null): string | null {
  try {
    return sign()
  } catch (error) {
    if (error instanceof RangeError) return `that cannot be signed: ${error.message}`
    throw error
  }
}

export function typed(world: World, digits: () => string): string | null {
  if (world.car.power === 'lost') return 'the device has no power'
  const said = digits()
  if (said === '') return 'no code was typed before'
  hearDigits(world, said)
  return null
}

/** The same bytes by every path; only a mirror has no more than what was published. */
function carry(world: World, { by, name, altered }: Carry): string | null {
  const { desk } = world
  if (world.car.power === 'lost') return 'the device has no power'
  if (by === 'mirror' && name === null) {
    for (const paper of desk.papers) if (paper.publishedAt !== null && isForCars(paper)) hearFile(world, paper.file)
    return null
  }
  const paper = desk.paper(name)
  if (paper === undefined) return name === null ? 'nothing was signed yet' : `there is no statement "${name}"`
  if (by === 'mirror' && paper.publishedAt === null) return `no mirror has ${paper.name}: the authority is down`
  hearFile(world, altered ? alteredText(paper.file) : paper.file)
  return null
}

/** Overrides are for one car and stand on no mirror; declarations of outages are for courts and cases. */
const isForCars = ({ kind }: Paper): boolean => kind === 'order' || kind === 'revocations'

/** One letter in the middle of the last line's payload, replaced by another one of the same alphabet. */
function alteredText(file: string): string {
  const lines = file.trimEnd().split('\n')
  const last = lines.pop() ?? ''
  const [head = '', payload = '', signature = ''] = last.split('.')
  const middle = Math.floor(payload.length / 2)
  const other = payload[middle] === 'A' ? 'B' : 'A'
  const forged = [head, `${payload.slice(0, middle)}${other}${payload.slice(middle + 1)}`, signature].join('.')
  return [...lines, forged].map((line) => `${line}\n`).join('')
}

function side(world: World, of: Side, to: 'down' | 'up'): string | null {
  const up = to === 'up'
  const was = of === 'vendor' ? world.server.up : world.authorityUp
  if (was === up) return `the ${of} is ${to} already`
  if (of === 'authority') {
    world.authorityUp = up
    if (up) world.desk.publish(world.at)
    return null
  }
  world.server.up = up
  if (!up) return null
  const answer = world.upload()
  return answer.kind === 'refused' ? `the server refused the upload: ${answer.because}` : null
}
