import type { Call, FaultyDisk } from '@keyturn/local/disk/faulty-disk.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { settled, UnitBench } from './unit-bench.ts'

/** Lets the disk answer only when it is told to. */
function slow(disk: FaultyDisk) {
  const append = disk.append.bind(disk)
  const held: (() => void)[] = []
  disk.append = async (path, bytes) => {
    await new Promise<void>((go) => held.push(go))
    await append(path, bytes)
  }
  return async () => {
    while (held.length > 0) {
      held.shift()?.()
      await settled()
    }
  }
}

describe('the loop of a unit', () => {
  test('permits no start before its record is on disk', async () => {
    const unit = await (await UnitBench.start()).install()
    const release = slow(unit.disk)
    await unit.passTest()
    expect(unit.controller.state().phase.at).toBe('start-permitted')
    expect(unit.controller.outputs().starter).toBe('blocked')
    await unit.car.act({ do: 'ignition', to: 'crank' })
    expect(unit.car.view().engine).toBe('stopped')
    await release()
    expect(unit.controller.outputs().starter).toBe('permitted')
    expect(await unit.kinds()).toContain('start-permitted')
  })

  test('takes a permission back without waiting for the disk', async () => {
    const unit = await (await UnitBench.start()).install()
    await unit.passTest()
    expect(unit.controller.outputs().starter).toBe('permitted')
    slow(unit.disk)
    await unit.car.act({ do: 'ignition', to: 'off' })
    expect(unit.controller.outputs().starter).toBe('blocked')
  })

  test('a test that is passed lets the engine start once', async () => {
    const unit = await (await UnitBench.start()).install()
    await unit.passTest()
    await unit.car.act({ do: 'ignition', to: 'crank' })
    expect(unit.car.view()).toMatchObject({ engine: 'running', supplyMv: 14_100 })
    expect(unit.controller.outputs().starter).toBe('blocked')
    await unit.car.act({ do: 'ignition', to: 'off' })
    await unit.car.act({ do: 'ignition', to: 'crank' })
    expect(unit.car.view().engine).toBe('stopped')
    expect(unit.failures).toEqual([])
  })

  test('a crash gives back what was recorded and no permission', async () => {
    const unit = await (await UnitBench.start({ profile: maine })).install()
    await unit.passTest()
    const before = await unit.records()
    const after = await unit.crash()
    expect(after.controller.outputs().starter).toBe('blocked')
    await after.car.act({ do: 'ignition', to: 'crank' })
    expect(after.car.view().engine).toBe('stopped')
    expect((await after.records()).slice(0, before.length)).toEqual(before)
    expect(await after.kinds()).toContain('device-restarted')
  })

  test('closes and signs the segment when the ignition goes off', async () => {
    const unit = await (await UnitBench.start()).install()
    const closed = unit.recorder.segments().length
    await unit.car.act({ do: 'ignition', to: 'on' })
    expect(unit.recorder.segments()).toHaveLength(closed)
    await unit.car.act({ do: 'ignition', to: 'off' })
    await settled()
    expect(unit.recorder.segments()).toHaveLength(closed + 1)
  })

  test('reads supply and temperature once a minute', async () => {
    const unit = await (await UnitBench.start()).install()
    await unit.car.act({ do: 'temperature', deciCelsius: -150 })
    expect(unit.controller.state().deciCelsius).toBe(-150)
    await unit.wait(59_000)
    const { readAt } = unit.controller.state().supply
    await unit.wait(61_000)
    expect(unit.controller.state().supply.readAt).toBeGreaterThan(readAt)
  })
})

describe('a unit whose disk is full', () => {
  const full = ({ does }: Call) => (does === 'append' || does === 'replace' ? 'torn' : undefined)

  test('permits no start, says so, loses nothing and recovers', async () => {
    const unit = await (await UnitBench.start()).install()
    unit.disk.failing = full
    await unit.passTest()
    expect(unit.recorder.health()).toBe('down')
    expect(unit.controller.outputs()).toMatchObject({
      starter: 'blocked',
      lamp: 'red',
      display: ['RECORDER FAULT', 'CALL SERVICE CENTER'],
    })
    await unit.car.act({ do: 'ignition', to: 'crank' })
    expect(unit.car.view().engine).toBe('stopped')

    unit.disk.failing = () => undefined
    await unit.recorder.tend()
    await settled()
    const kinds = await unit.kinds()
    expect(kinds.slice(0, 3)).toEqual(['power-restored', 'installed', 'ignition-on'])
    expect(kinds).toContain('malfunction')
    expect(kinds).toContain('start-attempted')
    expect(kinds.at(-1)).toBe('malfunction-cleared')
    await unit.wait(1_000)
    await unit.car.act({ do: 'blow', brac: 0, how: 'good' })
    await unit.wait(4_000)
    expect(unit.controller.outputs().starter).toBe('permitted')
  })

  test('leaves a running engine alone', async () => {
    const unit = await (await UnitBench.start()).install()
    await unit.passTest()
    await unit.car.act({ do: 'ignition', to: 'crank' })
    unit.disk.failing = full
    await unit.car.act({ do: 'head', to: 'disconnected' })
    await settled()
    expect(unit.recorder.health()).toBe('down')
    expect(unit.car.view().engine).toBe('running')
    expect(unit.controller.outputs().starter).toBe('blocked')
  })

  test('says so from the moment it wakes up', async () => {
    const unit = await (await UnitBench.start()).install()
    unit.disk.failing = full
    const after = await unit.crash()
    await after.car.act({ do: 'ignition', to: 'on' })
    await settled()
    expect(after.controller.outputs()).toMatchObject({
      starter: 'blocked',
      display: ['RECORDER FAULT', 'CALL SERVICE CENTER'],
    })
  })
})
