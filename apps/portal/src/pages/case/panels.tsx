/** What an assessment says, panel by panel. All hold no state and decide nothing. */
import type { ReactNode } from 'react'
import type { CaseAssessment } from '../../data/cases.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'
import { Tag } from './Tag.tsx'
import { Why } from './Why.tsx'
import { hearingStates, requirementStates, sanctionWords } from './words.ts'

type Props = { readonly of: CaseAssessment }

const others = { participant: null, provider: 'The service provider', authority: 'The authority' } as const

/** What has to be there, in the order in which a person gets it done. What is done is folded away. */
export const ChecklistPanel = ({ of: { checklist, timeZone } }: Props): ReactNode => {
  const asked = checklist.filter(({ state }) => state !== 'not-needed')
  const done = asked.filter(({ state }) => state === 'met')
  const open = asked.filter(({ state }) => state !== 'met')
  return (
    <Panel
      title="What has to be there"
      aside={
        <span>
          {done.length} of {asked.length} done
        </span>
      }
    >
      {asked.length === 0 ? <p>Nothing is asked for as the facts stand.</p> : null}
      {open.length === 0 ? null : <Requirements of={open} zone={timeZone} />}
      {done.length === 0 ? null : (
        <details className={style['more']}>
          <summary>What is done</summary>
          <div>
            <Requirements of={done} zone={timeZone} />
          </div>
        </details>
      )}
    </Panel>
  )
}

type RequirementsProps = { readonly of: CaseAssessment['checklist']; readonly zone: string }

const Requirements = ({ of, zone }: RequirementsProps): ReactNode => (
  <ol className={style['rows']}>
    {of.map(({ id, title, state, words, who, law, because }) => (
      <li key={id}>
        <div className={style['line']}>
          <h3>{title}</h3>
          <Tag {...requirementStates[state]} />
        </div>
        <p>{words}</p>
        {others[who] === null || state === 'met' ? null : <p className={style['soft']}>{others[who]} does this.</p>}
        <Why of={title} law={law} because={because} zone={zone} />
      </li>
    ))}
  </ol>
)

/** Each date that counts, soonest first, with its rule. */
export const DeadlinesPanel = ({ of: { deadlines, timeZone } }: Props): ReactNode => (
  <Panel title="Dates that count">
    {deadlines.length === 0 ? <p>No date is set for now.</p> : null}
    <ol className={style['rows']}>
      {deadlines.map(({ id, title, opensAt, closesAt, state, law, because }) => (
        <li key={id}>
          <div className={style['line']}>
            <h3>{title}</h3>
            <Tag {...dateStates[state]} />
          </div>
          <p>
            {opensAt === null ? 'By ' : 'Until '}
            <strong>
              <Moment at={closesAt} zone={timeZone} />
            </strong>
            {opensAt === null ? null : (
              <>
                , from <Moment at={opensAt} zone={timeZone} />
              </>
            )}
          </p>
          <Why of={title} law={law} because={because} zone={timeZone} />
        </li>
      ))}
    </ol>
  </Panel>
)

const dateStates = {
  'not-yet-open': { words: 'Not yet', tone: 'plain' },
  open: { words: 'Open', tone: 'watch' },
  passed: { words: 'Passed', tone: 'plain' },
} as const

/** Hearings, newest first: when, where, what came of them. */
export const HearingsPanel = ({ of: { hearings, findings, timeZone } }: Props): ReactNode =>
  hearings.length === 0 ? null : (
    <Panel title="Hearings">
      <ul className={style['rows']}>
        {hearings.toReversed().map((one) => (
          <li key={one.hearing}>
            <div className={style['line']}>
              <h3>
                <Moment at={one.for} zone={timeZone} />
              </h3>
              <Tag {...hearingStates[one.state]} />
            </div>
            <p>{one.place}</p>
            <p>About: {one.about.map((id) => findings.find((finding) => finding.id === id)?.title ?? id).join('; ')}</p>
            {one.sanction === null ? null : <p>{sanctionWords(one.sanction)}.</p>}
            {one.state !== 'set' ? null : <Prepared of={one} />}
            <Why of={`hearing ${one.hearing}`} law={null} because={[...one.because, ...one.evidence]} zone={timeZone} />
          </li>
        ))}
      </ul>
    </Panel>
  )

/** What the law prepares, should the participant be found responsible. A person decides, and may decide otherwise. */
const Prepared = ({ of: { proposed } }: { readonly of: CaseAssessment['hearings'][number] }): ReactNode =>
  proposed.map((one) => (
    <details key={`${one.about} ${one.tier}`} className={style['more']}>
      <summary>If found responsible, the law prepares: {one.words}</summary>
      <div>
        <LawQuote law={one.law} />
        <p className={style['soft']}>Prepared and not decided: the officer may find otherwise.</p>
      </div>
    </details>
  ))

/** What came late, was withdrawn or was set aside, and what it changed. */
export const CorrectionsPanel = ({ of: { corrections, timeZone } }: Props): ReactNode =>
  corrections.length === 0 ? null : (
    <Panel title="Corrections">
      <p>Nothing is erased. What changed an earlier answer stands here.</p>
      <ul className={style['rows']}>
        {corrections.map((one) => (
          <li key={`${one.kind} ${one.at} ${one.learnedAt} ${one.words}`}>
            <p>{one.words}</p>
            <p className={style['soft']}>
              It happened <Moment at={one.at} zone={timeZone} />; it was learned{' '}
              <Moment at={one.learnedAt} zone={timeZone} />.
            </p>
            <Why of={one.words} law={null} because={one.because} zone={timeZone} />
          </li>
        ))}
      </ul>
    </Panel>
  )
