import type { ReactNode } from 'react'
import type { Finding } from '../../data/status.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Because } from './Because.tsx'
import style from './FindingsPanels.module.css'

type Props = { readonly findings: readonly Finding[]; readonly zone: string }
type Class = Finding['class']

const held: readonly Class[] = ['lockout', 'violations-reset', 'violation']
const open: readonly Class[] = ['for-a-person', 'integrity']

/** What is held against the driver, what is not, and what a person decides: three lists that never mix. */
export function FindingsPanels({ findings, told, zone }: Props & { readonly told: readonly string[] }): ReactNode {
  const of = (classes: readonly Class[]) => findings.filter((finding) => classes.includes(finding.class)).toReversed()
  const notHeld = of(['not-held'])
  const undecided = of(open)
  return (
    <>
      <Panel title="Held against you">
        <Findings
          findings={of(held)}
          told={told}
          zone={zone}
          none="Nothing. No lockout and no violation is on record."
        />
      </Panel>
      <Panel title="Not held against you" tone={notHeld.length === 0 ? 'plain' : 'calm'}>
        <p>
          Power, the car, the device and the provider can fail. What they cause is shown and kept apart from your
          record.
        </p>
        <Findings findings={notHeld} zone={zone} none="Nothing of that kind has happened." />
      </Panel>
      {undecided.length === 0 ? null : (
        <Panel title="A person looks at this">
          <p>The machine does not decide these. Until a person has, they are not held against you.</p>
          <Findings findings={undecided} zone={zone} none="" />
        </Panel>
      )}
    </>
  )
}

type ListProps = Props & {
  readonly none: string
  /** These stand in full further up. */
  readonly told?: readonly string[]
}

const Findings = ({ findings, zone, none, told = [] }: ListProps): ReactNode =>
  findings.length === 0 ? (
    <p>{none}</p>
  ) : (
    <ul className={style['findings']}>
      {findings.map((finding) => (
        <li key={finding.id}>
          <OneFinding finding={finding} zone={zone} open={finding.endedAt === null && !told.includes(finding.id)} />
        </li>
      ))}
    </ul>
  )

type OneProps = { readonly finding: Finding; readonly zone: string; readonly open: boolean }

/** Closed findings stay readable but small; standing ones are open. */
function OneFinding({ finding, zone, open: isOpen }: OneProps): ReactNode {
  const { title, since, endedAt, effect, because, law, consequences, interpretations, derived } = finding
  return (
    <details open={isOpen}>
      <summary>
        <span>{title}</span>
        <small>
          <Moment at={since} zone={zone} />
          {endedAt === null ? null : (
            <>
              , closed <Moment at={endedAt} zone={zone} />
            </>
          )}
        </small>
      </summary>
      <div>
        <p>{effect}</p>
        <Because facts={because} zone={zone} />
        <LawQuote law={law} />
        {consequences.map((one) => (
          <div key={one.words}>
            <p>{one.words}</p>
            <LawQuote law={one.law} />
          </div>
        ))}
        {derived === null ? null : (
          <p>
            The calendar says so: the device has not been heard since <Moment at={derived.notHeardSince} zone={zone} />.
          </p>
        )}
        {interpretations.map((one) => (
          <p key={one.id} className={style['reading']}>
            <strong>{one.question}</strong> We read: {one.ourReading} The other reading: {one.otherReading}
          </p>
        ))}
      </div>
    </details>
  )
}
