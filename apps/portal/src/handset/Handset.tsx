import type { Outputs } from '@keyturn/device/outputs.ts'
import type { ReactNode } from 'react'
import { Body } from './Body.tsx'
import style from './Handset.module.css'

type Props = {
  readonly outputs: Outputs
  readonly device: string
  readonly powered: boolean
  readonly breathing: boolean
}

/** The handset as the driver sees and hears it: two lines, lamp, buzzer, and the car's horn. Decides nothing. */
export function Handset({ outputs, device, powered, breathing }: Props): ReactNode {
  const { display, lamp, buzzer, horn } = outputs
  return (
    <section className={style['stage']} aria-label="Handset" data-horn={horn}>
      <Body {...{ display, lamp, device, powered, breathing }} sounding={buzzer !== 'silent'} />
      <Announcement outputs={outputs} />
      <ul className={style['signs']}>
        <Sign is={lampWords[lamp]} tone={lamp} />
        <Sign is={buzzerWords[buzzer]} tone={buzzer === 'silent' ? 'off' : 'amber'} />
        <Sign is={horn ? 'Horn sounds until the engine is off' : 'Horn silent'} tone={horn ? 'red' : 'off'} />
      </ul>
    </section>
  )
}

/** What the display, the horn and the alarm say, told to a screen reader whenever it changes. */
function Announcement({ outputs: { display, buzzer, horn } }: { readonly outputs: Outputs }): ReactNode {
  const said = display.map((line) => line.trim()).filter((line) => line !== '')
  return (
    <>
      <p className="visually-hidden" aria-live="polite" data-testid="display-words">
        {said.length === 0 ? 'The display is dark.' : `The display says: ${said.join('. ')}.`}
      </p>
      <p className="visually-hidden" aria-live="assertive">
        {horn ? 'The horn sounds.' : ''}
        {buzzer === 'alarm' ? ' The alarm sounds.' : ''}
      </p>
    </>
  )
}

const Sign = ({ is, tone }: { readonly is: string; readonly tone: Outputs['lamp'] }): ReactNode => (
  <li data-tone={tone}>{is}</li>
)

const lampWords: { readonly [L in Outputs['lamp']]: string } = {
  off: 'Lamp off',
  green: 'Lamp green',
  amber: 'Lamp amber',
  red: 'Lamp red',
}
const buzzerWords: { readonly [B in Outputs['buzzer']]: string } = {
  silent: 'Buzzer silent',
  beep: 'Buzzer beeps',
  alarm: 'Alarm sounds',
}
