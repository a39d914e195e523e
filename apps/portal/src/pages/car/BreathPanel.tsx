import { gramsPer210L, mgPer210L } from '@keyturn/domain/units.ts'
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Choice } from '../../ui/Choice.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Slide } from '../../ui/Slide.tsx'
import type { CarAct, Manner } from './link.ts'
import type { LinkState } from './link-state.ts'

type Props = { readonly state: LinkState; readonly act: (act: CarAct) => void }

/** The slider ends here: what the device would read beyond it changes nothing. */
const MOST_MG = 150

const presets = [
  { value: '0', words: '0.000 sober' },
  { value: '19', words: '0.019' },
  { value: '21', words: '0.021' },
  { value: '31', words: '0.031' },
  { value: '80', words: '0.080' },
] as const

const manners: readonly { readonly value: Manner; readonly words: string }[] = [
  { value: 'good', words: 'Steady and long' },
  { value: 'short', words: 'Too short' },
  { value: 'hard', words: 'Too hard' },
  { value: 'soft', words: 'Too soft' },
  { value: 'inhale', words: 'Inhaling' },
  { value: 'bag', words: 'From a bag' },
  { value: 'filter', words: 'Through a filter' },
]

/** What is in the breath and how it is blown. The device senses flow, current, warmth and moisture, never a number. */
export function BreathPanel({ state: { car }, act }: Props): ReactNode {
  const [mg, setMg] = useState(0)
  const [how, setHow] = useState<Manner>('good')
  const words = `${gramsPer210L(mgPer210L(mg))} g/210 L`
  return (
    <Panel title="Breath">
      <Slide label="Alcohol in the breath" value={mg} min={0} max={MOST_MG} step={1} words={words} onMove={setMg} />
      <Choice legend="Common values" options={presets} value={String(mg)} onPick={(value) => setMg(Number(value))} />
      <Choice legend="Manner of blowing" options={manners} value={how} onPick={setHow} />
      <Button size="lg" fullWidth disabled={car.breathing} onClick={() => act({ do: 'blow', brac: mg, how })}>
        {car.breathing ? 'Blowing …' : `Blow ${words}`}
      </Button>
    </Panel>
  )
}
