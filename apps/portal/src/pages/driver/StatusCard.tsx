import { type Instant, unreachable } from '@keyturn/domain/units.ts'
import type { ReactNode } from 'react'
import type { Assessment, Finding } from '../../data/status.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Because } from './Because.tsx'
import { BigPanel } from './BigPanel.tsx'

type Status = Assessment['status']
type Props = { readonly status: Status; readonly zone: string }

/** What the law says about this case now, why, and until when. Holds no state and decides nothing. */
export function StatusCard({ status, zone }: Props): ReactNode {
  switch (status.kind) {
    case 'in-good-standing':
      return (
        <BigPanel tone="calm" title="In good standing">
          <p>
            Nothing is held against you. Your next service visit is due by <Deadline at={status.dueAt} zone={zone} />.
          </p>
        </BigPanel>
      )
    case 'service-due-soon':
      return (
        <BigPanel tone="watch" title="Service visit due soon">
          <p>
            Have your device serviced by <Deadline at={status.dueAt} zone={zone} />. Until then everything is in order.
          </p>
          <Because facts={status.because} zone={zone} />
        </BigPanel>
      )
    case 'violations-service-due':
      return (
        <BigPanel tone="urgent" title="Service visit needed">
          <p>
            Take the car to your service provider by <Deadline at={status.visitBy} zone={zone} />. After that it stays
            locked.
          </p>
          <Reasons findings={status.findings} zone={zone} />
        </BigPanel>
      )
    case 'locked-out':
      return (
        <BigPanel tone="urgent" title="Locked out">
          {status.car === 'starts-until-visit-by' && status.visitBy !== null ? (
            <p>
              Take the car to your service provider by <Deadline at={status.visitBy} zone={zone} />. Until then it still
              starts on a passed test; after that it has to be towed.
            </p>
          ) : (
            <p>The car does not start before a service visit. Call your service provider; it has to be towed there.</p>
          )}
          <Reasons findings={status.findings} zone={zone} />
        </BigPanel>
      )
    case 'not-installed':
      return (
        <BigPanel tone="plain" title="No device installed">
          <p>The log shows no installed device. Your service provider installs it and starts your record.</p>
        </BigPanel>
      )
    case 'unknown':
      return (
        <BigPanel tone="watch" title="We cannot say yet">
          <p>{status.why}</p>
          {status.otherwise === null ? null : <p>What the records would say if they were whole:</p>}
          {status.otherwise === null ? null : <StatusCard status={status.otherwise} zone={zone} />}
        </BigPanel>
      )
    default:
      return unreachable(status)
  }
}

const Deadline = ({ at, zone }: { readonly at: Instant; readonly zone: string }): ReactNode => (
  <strong>
    <Moment at={at} zone={zone} />
  </strong>
)

const Reasons = ({ findings, zone }: { readonly findings: readonly Finding[]; readonly zone: string }): ReactNode =>
  findings.map((finding) => (
    <div key={finding.id}>
      <h2>{finding.title}</h2>
      <Because facts={finding.because} zone={zone} />
      <LawQuote law={finding.law} />
    </div>
  ))
