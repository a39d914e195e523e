import type { Outputs } from '@keyturn/device/outputs.ts'
import { describe, expect, test } from 'vitest'
import { type Act, CarBusy, VirtualCar } from './virtual-car.ts'

const permitted: Outputs = {
  mode: 'start-permitted',
  starter: 'permitted',
  horn: false,
  buzzer: 'silent',
  lamp: 'green',
  display: ['PASS', 'START NOW 3:00'],
  countdownTo: null,
}

/** A car whose time stands still until it is let go. */
function car() {
  const waits: (() => void)[] = []
  const virtual = new VirtualCar(
    () => new Promise((done) => waits.push(done)),
    () => 1,
  )
  const heard: string[] = []
  virtual.listen(({ kind, body }) => heard.push(kind === 'breath' ? 'breath' : `${kind} ${String(body)}`))
  const letGo = async () => {
    while (waits.length > 0) {
      waits.shift()?.()
      await new Promise((done) => setImmediate(done))
    }
  }
  const act = (what: Act) => {
    const done = virtual.act(what)
    // A test that expects a refusal looks at the promise itself.
    done.catch(() => {})
    return done
  }
  return { virtual, heard, letGo, act }
}

describe('a virtual car behind the wires', () => {
  test('an engine that is started is heard although the weather changes meanwhile', async () => {
    const { virtual, heard, letGo, act } = car()
    virtual.drive(permitted)
    const cranked = act({ do: 'ignition', to: 'crank' })
    await act({ do: 'temperature', deciCelsius: -100 })
    await letGo()
    await cranked
    expect(heard).toContain('engine running')
    expect(heard.at(-1)).toBe('supply 14100')
  })

  test('an engine that is switched off while it cranks was never heard running', async () => {
    const { virtual, heard, letGo, act } = car()
    virtual.drive(permitted)
    const cranked = act({ do: 'ignition', to: 'crank' })
    const off = act({ do: 'ignition', to: 'off' })
    await letGo()
    await Promise.all([cranked, off])
    expect(heard).toContain('ignition off')
    expect(heard).not.toContain('engine running')
    expect(virtual.view().engine).toBe('stopped')
  })

  test('two people cannot blow or crank at once', async () => {
    const { act, letGo } = car()
    const blow = act({ do: 'blow', brac: 0, how: 'good' })
    await expect(act({ do: 'blow', brac: 0, how: 'good' })).rejects.toThrow(CarBusy)
    await letGo()
    await blow
  })

  test('a head without a cable or power senses no breath', async () => {
    const { act, heard, letGo } = car()
    await act({ do: 'head', to: 'disconnected' })
    const blow = act({ do: 'blow', brac: 0, how: 'good' })
    await letGo()
    await blow
    expect(heard).toEqual(['head disconnected'])
  })
})
