import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Panel } from '../../ui/Panel.tsx'
import { Slide } from '../../ui/Slide.tsx'
import style from './ConditionsPanel.module.css'
import type { CarAct } from './link.ts'
import type { LinkState } from './link-state.ts'

type Props = { readonly state: LinkState; readonly act: (act: CarAct) => void }

/** What happens to a car without anybody meaning it, and what somebody may try. The device tells the two apart. */
export function ConditionsPanel({ state: { car }, act }: Props): ReactNode {
  const unplugged = car.power === 'lost'
  const headOff = car.head === 'disconnected'
  return (
    <Panel title="Things that happen to a car">
      <Settled
        label="Car battery"
        given={car.supplyMv}
        min={6_000}
        max={15_000}
        step={100}
        say={(mv) => `${(mv / 1_000).toFixed(1)} V`}
        set={(millivolts) => act({ do: 'battery', millivolts })}
      />
      <Settled
        label="Temperature in the car"
        given={car.deciCelsius}
        min={-400}
        max={600}
        step={10}
        say={(deci) => `${(deci / 10).toFixed(0)} °C`}
        set={(deciCelsius) => act({ do: 'temperature', deciCelsius })}
      />
      <div className={style['acts']}>
        {unplugged ? (
          <Act words="Connect power again" does={() => act({ do: 'power', to: 'restored' })} />
        ) : (
          <>
            <Act words="Unplug the device" does={() => act({ do: 'power', to: 'lost', manner: 'unplugged' })} />
            <Act words="Flat battery" does={() => act({ do: 'power', to: 'lost', manner: 'flat-battery' })} />
          </>
        )}
        <Act words="Cold morning, −25 °C" does={() => act({ do: 'temperature', deciCelsius: -250 })} />
        <Act
          words={headOff ? 'Put the breath head back' : 'Pull off the breath head'}
          does={() => act({ do: 'head', to: headOff ? 'connected' : 'disconnected' })}
        />
        <Act words="Stall the engine" does={() => act({ do: 'stall' })} off={car.engine !== 'running'} />
        <Act words="Open the case" does={() => act({ do: 'tamper', sign: 'case-opened' })} />
        <Act words="Cut the wiring" does={() => act({ do: 'tamper', sign: 'harness-cut' })} />
        <Act words="Sensor fails" does={() => act({ do: 'malfunction', code: 'fuel-cell', present: true })} />
        <Act words="Sensor works again" does={() => act({ do: 'malfunction', code: 'fuel-cell', present: false })} />
      </div>
    </Panel>
  )
}

type ActProps = { readonly words: string; readonly does: () => void; readonly off?: boolean }
const Act = ({ words, does, off = false }: ActProps): ReactNode => (
  <Button variant="default" onClick={does} disabled={off}>
    {words}
  </Button>
)

type SettledProps = {
  readonly label: string
  readonly given: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly say: (value: number) => string
  readonly set: (value: number) => void
}

/** A slider that follows the car, and while a hand is on it follows the hand. The car is told when the hand lets go. */
function Settled({ label, given, min, max, step, say, set }: SettledProps): ReactNode {
  const [held, setHeld] = useState<number | null>(null)
  const value = Math.min(max, Math.max(min, held ?? given))
  const settle = (final: number) => {
    if (held !== null) set(final)
    setHeld(null)
  }
  return <Slide {...{ label, value, min, max, step }} words={say(held ?? given)} onMove={setHeld} onSettle={settle} />
}
