/** Carries out a step. What cannot be done in the car as it stands is said, not skipped. */
import { claimsOf, NO_CLAIMS } from '@keyturn/device/claims.ts'
import type { ServiceAction } from '@keyturn/device/input.ts'
import { atTheCar, blow, breatheGas, passWhile } from './at-the-car.ts'
import { relieve, typed } from './relief.ts'
import type { Act, ServiceStep } from './scenario.ts'
import type { World } from './world.ts'

/** Longer than any interval between retests. */
const RETEST_MAX_MS = 3_600_000

/** Null, or why the step could not be done. */
export type Impossible = string | null

/** Does what the step says, and lets the time pass that this takes. */
export function perform(world: World, act: Exclude<Act, { do: 'expect' }>): Impossible {
  switch (act.do) {
    case 'ignition':
      if (world.car.ignition === act.to) return `the ignition is ${act.to} already`
      return done(() => world.act({ do: 'ignition', to: act.to }))
    case 'crank':
      return done(() => world.act({ do: 'ignition', to: 'crank' }))
    case 'blow':
      return done(() => blow(world, act.breath))
    case 'wait':
      return done(() => world.pass(act.span))
    case 'wait-until':
      if (act.moment <= world.at) return 'that moment has passed'
      return done(() => world.pass(act.moment - world.at))
    case 'drive':
      return drive(world, act)
    case 'retest':
      return untilRetest(world)
    case 'engine':
      if (act.to === 'stall' && world.car.engine === 'stopped') return 'the engine is not running'
      if (act.to === 'push-start' && world.car.engine === 'running') return 'the engine is running already'
      return done(() => world.act(act.to === 'stall' ? { do: 'stall' } : { do: 'push-start' }))
    case 'power-lost':
      if (world.car.power === 'lost') return 'the device has no power already'
      return done(() => world.act({ do: 'power', to: 'lost', manner: act.manner }))
    case 'power-restored':
      if (world.car.power === 'connected') return 'the device has power already'
      return done(() => world.act({ do: 'power', to: 'restored' }))
    case 'battery':
      return done(() => world.act({ do: 'battery', millivolts: act.millivolts }))
    case 'temperature':
      return done(() => world.act({ do: 'temperature', deciCelsius: act.deciCelsius }))
    case 'head':
      if (world.car.head === act.to) return `the head is ${act.to} already`
      return done(() => world.act({ do: 'head', to: act.to }))
    case 'tamper':
      return done(() => world.act({ do: 'tamper', sign: act.sign }))
    case 'malfunction':
      return done(() => world.act({ do: 'malfunction', code: act.code, present: act.present }))
    case 'keypad':
      return typed(world, () => act.digits)
    case 'clock':
      return done(() => world.setClock(act.byMs))
    case 'service':
      return done(() => serve(world, act.acts))
    case 'server':
      return server(world, act.to)
    case 'upload':
      return upload(world)
    case 'crash':
      return done(() => world.crash())
    default:
      return relieve(world, act)
  }
}

function done(doing: () => void): Impossible {
  doing()
  return null
}

function untilRetest(world: World): Impossible {
  if (world.car.engine === 'stopped') return 'the engine is not running, so no retest will be asked for'
  const asked = passWhile(world, RETEST_MAX_MS, () => world.out.mode !== 'retest-pending')
  return asked ? null : 'the device asked for no retest within an hour'
}

/** The engine runs for the span; each retest is taken as it is asked for. */
function drive(world: World, { span, retests }: Extract<Act, { do: 'drive' }>): Impossible {
  const until = world.at + span
  while (world.at < until) {
    if (world.car.engine === 'stopped') return 'the engine is not running'
    if (world.out.mode === 'retest-pending') blow(world, { brac: retests, how: 'good', atOnce: false })
    else passWhile(world, until - world.at, () => world.out.mode !== 'retest-pending')
  }
  return null
}

function serve(world: World, acts: readonly ServiceStep[]): void {
  atTheCar(world, () => {
    for (const act of acts) {
      world.feed('service', actionOf(world, act))
      if ('gas' in act) breatheGas(world, act.gas)
      world.pass(60_000)
    }
  })
}

function actionOf(world: World, act: ServiceStep): ServiceAction {
  switch (act.do) {
    case 'as-found':
    case 'confirm':
      return { do: act.do, reference: act.reference }
    case 'calibrate':
      return { do: 'calibrate', reference: act.reference, gasLot: act.gasLot }
    case 'certify': {
      const { certificate, visit } = act
      const { session } = world.state
      // Without a session the device refuses the act, whoever it is said to be by.
      const technician = session.is === 'open' ? session.technician : 'nobody'
      const claims = session.is === 'open' ? claimsOf(session) : NO_CLAIMS
      return { do: 'certify', technician, certificate, visit, dueOn: act.dueOn ?? world.latestDue, claims }
    }
    case 'open':
      return { ...act, rescue: null }
    default:
      return act
  }
}

function server(world: World, to: 'down' | 'up'): Impossible {
  const up = to === 'up'
  if (world.server.up === up) return `the server is ${to} already`
  world.server.up = up
  return up ? upload(world) : null
}

/** While the server is down an upload fails and the car goes on: that is no mismatch. A refusal is. */
function upload(world: World): Impossible {
  const answer = world.upload()
  return answer.kind === 'refused' ? `the server refused the upload: ${answer.because}` : null
}
