import type { ReactNode } from 'react'
import type { CaseAssessment } from '../../data/cases.ts'
import { Moment } from '../../ui/Moment.tsx'
import { BigPanel } from '../driver/BigPanel.tsx'
import { Why } from './Why.tsx'
import { stages, standings } from './words.ts'

/** Where the case is in its life, in one plain sentence; a device that is locked or needs a visit comes first. */
export function StageCard({ of }: { readonly of: CaseAssessment }): ReactNode {
  const { stage, headline, timeZone, devices } = of
  const worst = devices
    .filter(({ removedAt }) => removedAt === null)
    .flatMap(({ device, assessment }) => (assessment === null ? [] : [{ device, status: assessment.status }]))
    .filter(({ status }) => standings[status.kind].tone === 'urgent')
  const { words, tone } = stages[stage.kind]
  const [first] = worst
  return (
    <BigPanel
      tone={first === undefined ? tone : 'urgent'}
      title={first === undefined ? words : standings[first.status.kind].words}
    >
      <p>{headline}</p>
      {worst.map(({ device, status }) => (
        <p key={device}>
          {device}:{' '}
          {'visitBy' in status && status.visitBy !== null ? (
            <>
              a service visit is due by{' '}
              <strong>
                <Moment at={status.visitBy} zone={timeZone} />
              </strong>
              .
            </>
          ) : (
            'it stays locked until a service visit.'
          )}
        </p>
      ))}
      <div>
        <p>
          {words}, since <Moment at={stage.since} zone={timeZone} />.
        </p>
        <Why of={words} law={stage.law} because={stage.because} zone={timeZone} />
      </div>
    </BigPanel>
  )
}
