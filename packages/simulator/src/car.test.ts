import { describe, expect, test } from 'vitest'
import { actOnCar, type Car, type CarAct, newCar, readingsAtBoot, supplyMillivolts } from './car.ts'

const told = (car: Car, act: CarAct, relay: 'open' | 'closed' = 'open') =>
  actOnCar(car, act, relay).sensed.map(({ afterMs, kind, body }) => `${afterMs} ${kind} ${String(body)}`)
const on: Car = { ...newCar, ignition: 'on' }

describe('a virtual car', () => {
  test('cranking starts the engine only through a closed relay', () => {
    expect(actOnCar(on, { do: 'ignition', to: 'crank' }, 'open').car.engine).toBe('stopped')
    expect(told(on, { do: 'ignition', to: 'crank' }, 'open')).toEqual(['0 ignition crank'])
    expect(actOnCar(on, { do: 'ignition', to: 'crank' }, 'closed').car.engine).toBe('running')
    expect(told(on, { do: 'ignition', to: 'crank' }, 'closed')).toEqual([
      '0 ignition crank',
      '150 supply 11200',
      '900 engine running',
      '1200 supply 14100',
    ])
  })

  test('turning the key off stops the engine', () => {
    const { car } = actOnCar({ ...on, engine: 'running' }, { do: 'ignition', to: 'off' }, 'closed')
    expect(car).toMatchObject({ ignition: 'off', engine: 'stopped' })
  })

  test('a weak battery in the cold drags the device down when cranking', () => {
    const frozen: Car = { ...on, deciCelsius: -200, batteryMillivolts: 11_900 }
    const { car } = actOnCar(frozen, { do: 'ignition', to: 'crank' }, 'closed')
    expect(car.engine).toBe('stopped')
    expect(told(frozen, { do: 'ignition', to: 'crank' }, 'closed')).toContain('200 power lost')
    expect(told({ ...frozen, deciCelsius: 200 }, { do: 'ignition', to: 'crank' }, 'closed')).toContain(
      '900 engine running',
    )
  })

  test('a dying battery falls step by step, a pulled plug does not', () => {
    expect(told(newCar, { do: 'power', to: 'lost', manner: 'unplugged' })).toEqual(['0 power lost'])
    const curve = actOnCar(newCar, { do: 'power', to: 'lost', manner: 'flat-battery' }, 'open').sensed
    const millivolts = curve.flatMap((s) => (s.kind === 'supply' ? [s.body] : []))
    expect(millivolts).toEqual([11_800, 10_900, 10_000, 9_200, 8_700])
    expect(curve.at(-1)).toMatchObject({ kind: 'power', body: 'lost' })
  })

  test('a device without power hears nothing and reads everything when it wakes', () => {
    const dark = actOnCar(newCar, { do: 'power', to: 'lost', manner: 'unplugged' }, 'open').car
    expect(supplyMillivolts(dark)).toBe(0)
    expect(readingsAtBoot(dark)).toEqual([])
    const pushed = actOnCar(dark, { do: 'push-start' }, 'open')
    expect(pushed.sensed).toEqual([])
    expect(told(pushed.car, { do: 'power', to: 'restored' })).toEqual([
      '0 power restored',
      '0 supply 14100',
      '0 temperature 200',
      '0 head connected',
      '0 engine running',
    ])
  })
})
