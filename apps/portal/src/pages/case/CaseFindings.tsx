import type { ReactNode } from 'react'
import type { CaseAssessment, CaseFinding } from '../../data/cases.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'
import { Tag } from './Tag.tsx'
import { Why } from './Why.tsx'
import { findingStandings, sanctionWords } from './words.ts'

type Props = { readonly of: CaseAssessment; readonly own: boolean }

const held: readonly CaseFinding['class'][] = ['lockout', 'violations-reset', 'violation']
const setAside: readonly CaseFinding['standing']['kind'][] = ['not-responsible', 'excused']

/** What is held against the participant, what is not, and what a person decides: lists that never mix. */
export function CaseFindings({ of: { findings, timeZone, asOf }, own }: Props): ReactNode {
  const whom = own ? 'you' : 'the participant'
  const counts = (one: CaseFinding) => held.includes(one.class) && !setAside.includes(one.standing.kind)
  const against = findings.filter(counts).toReversed()
  const open = findings.filter((one) => ['for-a-person', 'integrity'].includes(one.class)).toReversed()
  const not = findings.filter((one) => !counts(one) && !open.includes(one)).toReversed()
  return (
    <>
      <Panel title={`Held against ${whom}`}>
        {against.length === 0 ? <p>Nothing. No lockout and no violation counts.</p> : null}
        <Findings findings={against} zone={timeZone} asOf={asOf} />
      </Panel>
      {open.length === 0 ? null : (
        <Panel title="A person looks at this">
          <p>The machine does not decide these. Until a person has, they are not held against {whom}.</p>
          <Findings findings={open} zone={timeZone} asOf={asOf} />
        </Panel>
      )}
      {not.length === 0 ? null : (
        <Panel title={`Not held against ${whom}`} tone="calm">
          <details className={style['more']}>
            <summary>
              {not.length} {not.length === 1 ? 'entry' : 'entries'}
              <span className="visually-hidden"> not held against {whom}</span>
            </summary>
            <div>
              <Findings findings={not} zone={timeZone} asOf={asOf} />
            </div>
          </details>
        </Panel>
      )}
    </>
  )
}

type ListProps = { readonly findings: readonly CaseFinding[]; readonly zone: string; readonly asOf: number }

const Findings = ({ findings, zone, asOf }: ListProps): ReactNode => (
  <ul className={style['rows']}>
    {findings.map((one) => (
      <li key={one.id}>
        <div className={style['line']}>
          <h3>{one.title}</h3>
          {one.class === 'not-held' ? null : <Tag {...findingStandings[one.standing.kind]} />}
        </div>
        <p className={style['soft']}>
          <Moment at={one.since} zone={zone} />
          {one.device === null ? null : ` · ${one.device}`}
          {one.signed ? '' : ' · not signed by a device'}
        </p>
        <p>{one.effect}</p>
        {one.standing.kind === 'responsible' ? <p>{sanctionWords(one.standing.sanction)}.</p> : null}
        {one.hearingBy === null || one.hearingBy < asOf || one.standing.kind !== 'stands' ? null : (
          <p>
            A hearing may be asked for until <Moment at={one.hearingBy} zone={zone} />.
          </p>
        )}
        <Why
          of={one.title}
          law={one.law}
          because={'because' in one.standing ? [...one.because, ...one.standing.because] : one.because}
          zone={zone}
        >
          {one.consequences.map((consequence) => (
            <div key={consequence.words}>
              <p>{consequence.words}</p>
              <LawQuote law={consequence.law} />
            </div>
          ))}
          {one.interpretations.map((reading) => (
            <p key={reading.id} className={style['soft']}>
              <strong>{reading.question}</strong> We read: {reading.ourReading} The other reading:{' '}
              {reading.otherReading}
            </p>
          ))}
          <p className={style['soft']}>Judged by {one.rules}.</p>
        </Why>
      </li>
    ))}
  </ul>
)
