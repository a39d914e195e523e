import type { Mode } from '@keyturn/device/mode.ts'
import type { ReactNode } from 'react'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel, type Tone } from '../../ui/Panel.tsx'
import type { LinkState, Reason } from './link-state.ts'
import style from './WhyPanel.module.css'

type Now = { readonly title: string; readonly tone: Tone; readonly hint: string }

const now: { readonly [M in Mode]: Now } = {
  uninstalled: { title: 'Not installed', tone: 'watch', hint: 'A technician has to install the device first.' },
  asleep: { title: 'Parked', tone: 'plain', hint: 'Switch the ignition on to begin.' },
  unpowered: {
    title: 'No power',
    tone: 'watch',
    hint: 'The device is without power. It keeps its memory and records how power was lost.',
  },
  'warming-up': {
    title: 'Warming up',
    tone: 'plain',
    hint: 'The sensor has to be warm before a breath counts. This takes a moment.',
  },
  ready: {
    title: 'Ready for a breath',
    tone: 'plain',
    hint: 'Blow steadily until the display says that it is enough.',
  },
  sampling: { title: 'Breath is being taken', tone: 'plain', hint: 'Keep blowing.' },
  analyzing: { title: 'Breath is being measured', tone: 'plain', hint: 'The result comes in a moment.' },
  'start-permitted': { title: 'You may start', tone: 'calm', hint: 'Turn the key to start before the time is over.' },
  running: {
    title: 'Driving',
    tone: 'calm',
    hint: 'A retest will be asked for at a random moment. Nothing ever stops the engine but the key.',
  },
  'retest-pending': {
    title: 'Retest now',
    tone: 'watch',
    hint: 'Blow into the device before the time is over. Stop at a safe place if you can.',
  },
  alerting: {
    title: 'The horn sounds',
    tone: 'urgent',
    hint: 'It sounds until the car is switched off. The engine runs on: no device may stop it.',
  },
  held: {
    title: 'Wait before the next test',
    tone: 'watch',
    hint: 'The car starts again after a passed test, once the wait is over.',
  },
  locked: { title: 'Locked', tone: 'urgent', hint: 'The car does not start before a service visit.' },
  'in-service': { title: 'At the service center', tone: 'plain', hint: 'A technician has opened a service session.' },
  malfunction: {
    title: 'The device has a fault',
    tone: 'watch',
    hint: 'A fault of the device is recorded as the device’s, never as yours.',
  },
}

/** What the moment on the display means, where a person acts by it; elsewhere the reasons tell it. */
const counts: { readonly [M in Mode]?: string } = {
  'start-permitted': 'Start by',
  'retest-pending': 'Blow by',
  held: 'The next test is possible from',
}

/** What the car is doing, why, until when, and the words of the law behind it. */
export function WhyPanel({ state }: { readonly state: LinkState }): ReactNode {
  const { outputs, explanation, timeZone, installed, lockouts } = state
  const { title, tone, hint } = now[installed || outputs.mode === 'in-service' ? outputs.mode : 'uninstalled']
  // A lockout may stand while the car still starts, so that it can be driven to the provider.
  const lockedOut = lockouts.length > 0 && outputs.mode !== 'locked'
  const standing: Tone = tone === 'plain' && explanation.length > 0 ? 'watch' : tone
  const by = counts[outputs.mode]
  return (
    <Panel title={lockedOut ? `${title}, and locked out` : title} tone={lockedOut ? 'urgent' : standing}>
      <p>{hint}</p>
      {outputs.countdownTo === null || by === undefined ? null : (
        <p>
          {by}{' '}
          <strong>
            <Moment at={outputs.countdownTo} zone={timeZone} />
          </strong>
        </p>
      )}
      {explanation.length === 0 ? null : (
        <ol className={style['reasons']}>
          {explanation.map((reason) => (
            <Because key={reason.rule} reason={reason} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

const Because = ({ reason: { title, words, law } }: { readonly reason: Reason }): ReactNode => (
  <li>
    <h3>{title}</h3>
    <p>{words}</p>
    {law === null ? null : <LawQuote law={law} />}
  </li>
)
