import { inZone } from '@keyturn/domain/civil.ts'
import type { ReactNode } from 'react'
import type { NextStep } from '../../data/status.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './NextPanel.module.css'

type Props = { readonly steps: readonly NextStep[]; readonly zone: string }

const urgencies: { readonly [U in NextStep['urgency']]: string } = {
  now: 'Do this now',
  soon: 'Soon',
  later: 'Later',
  may: 'You may',
}
const others: { readonly [W in NextStep['who']]: string | null } = {
  driver: null,
  provider: 'Your service provider',
  authority: 'The authority',
}

/** What happens next, most urgent first: what, by when, and why. */
export const NextPanel = ({ steps, zone }: Props): ReactNode => (
  <Panel title="What happens next">
    {steps.length === 0 ? (
      <p>Nothing for now. Drive on, and take each test that the device asks for.</p>
    ) : (
      <ol className={style['steps']}>
        {steps.map((step) => (
          <Step key={step.id} step={step} zone={zone} />
        ))}
      </ol>
    )}
  </Panel>
)

function Step({ step, zone }: { readonly step: NextStep; readonly zone: string }): ReactNode {
  const { urgency, who, words, why, by, law } = step
  return (
    <li data-urgency={urgency}>
      <p className={style['tag']}>{others[who] ?? urgencies[urgency]}</p>
      <h3>{words}</h3>
      {by === null || words.includes(inZone(by, zone)) ? null : (
        <p>
          By <Moment at={by} zone={zone} />
        </p>
      )}
      <p>{why}</p>
      {law === null ? null : (
        <details>
          <summary>The law</summary>
          <LawQuote law={law} />
        </details>
      )}
    </li>
  )
}
