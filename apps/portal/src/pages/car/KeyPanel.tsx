import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Panel } from '../../ui/Panel.tsx'
import style from './KeyPanel.module.css'
import type { CarAct } from './link.ts'
import type { LinkState } from './link-state.ts'

type Props = { readonly state: LinkState; readonly act: (act: CarAct) => void }

/** Ignition key, starter and engine. Nothing here stops an engine but the key in the driver's hand. */
export function KeyPanel({ state: { car, outputs }, act }: Props): ReactNode {
  const on = car.ignition === 'on'
  const running = car.engine === 'running'
  return (
    <Panel title="Key and engine">
      <div className={style['row']}>
        <KeyLock angle={on ? 0 : -50} />
        <dl className={style['facts']}>
          <Fact name="Ignition" is={on ? 'on' : 'off'} />
          <Fact
            name="Starter"
            is={outputs.starter === 'permitted' ? 'free' : 'blocked'}
            good={outputs.starter === 'permitted'}
          />
          <Fact name="Engine" is={running ? 'running' : 'off'} good={running} />
        </dl>
      </div>
      <div className={style['keys']}>
        <Button variant={on ? 'default' : 'filled'} disabled={on} onClick={() => act({ do: 'ignition', to: 'on' })}>
          Switch on
        </Button>
        <Button
          variant={on && !running ? 'filled' : 'default'}
          disabled={!on || running}
          onClick={() => act({ do: 'ignition', to: 'crank' })}
        >
          Turn to start
        </Button>
        <Button variant="default" disabled={!on} onClick={() => act({ do: 'ignition', to: 'off' })}>
          Switch off
        </Button>
      </div>
    </Panel>
  )
}

const Fact = ({ name, is, good = false }: { readonly name: string; readonly is: string; readonly good?: boolean }) => (
  <div data-good={good}>
    <dt>{name}</dt>
    <dd>{is}</dd>
  </div>
)

/** The lock with the key in it: off to the left, on upright. To the right it springs back as soon as it was turned. */
const KeyLock = ({ angle }: { readonly angle: number }): ReactNode => (
  <svg className={style['lock']} viewBox="-60 -60 120 120" aria-hidden="true">
    <circle r="56" fill="#1b1f21" />
    <circle r="46" fill="#2c3336" stroke="#0b0d0e" strokeWidth="2" />
    {[-50, 0, 50].map((mark) => (
      <line key={mark} y1="-55" y2="-49" stroke="#9fb0aa" strokeWidth="3" transform={`rotate(${mark})`} />
    ))}
    <g style={{ transform: `rotate(${angle}deg)`, transition: 'transform 0.2s' }}>
      <circle r="27" fill="#d7dedb" />
      <rect x="-6.5" y="-40" width="13" height="76" rx="6" fill="#12302b" />
      <rect x="-2" y="-36" width="4" height="12" rx="2" fill="#86f7d3" />
    </g>
  </svg>
)
