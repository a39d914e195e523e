import type { ReactNode } from 'react'
import type { CaseAssessment } from '../../data/cases.ts'
import { dayWords } from '../../ui/day-words.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'
import { Why } from './Why.tsx'

/** How long the device is required, part by part, and from when removal may be asked for. */
export function TermPanel({ of: { term, timeZone } }: { readonly of: CaseAssessment }): ReactNode {
  return (
    <Panel title="How long">
      <dl className={style['pairs']}>
        <div>
          <dt>Device required until</dt>
          <dd>{term.endsOn === null ? 'Not known yet' : lastDay(term.endsOn)}</dd>
        </div>
        <div>
          <dt>Removal may be asked for from</dt>
          <dd>{term.requestFrom === null ? 'Not known yet' : dayWords(term.requestFrom)}</dd>
        </div>
        <div>
          <dt>Last lockout or violation that counts</dt>
          <dd>{term.cleanSince === null ? 'None' : dayWords(term.cleanSince)}</dd>
        </div>
      </dl>
      {term.openBecause === null ? null : <p>{term.openBecause}</p>}
      <p className={style['soft']}>Days are those of {timeZone}. Nothing ends by itself: an officer decides.</p>
      <ul className={style['rows']}>
        {term.parts.map((part) => (
          <li key={part.id}>
            <p>{part.words}</p>
            <p className={style['soft']}>
              {part.from === null ? 'Begin not known' : dayWords(part.from)} to{' '}
              {part.until === null ? 'an end not known' : lastDay(part.until)}
            </p>
            <Why of={part.words} law={part.law} because={part.because} zone={timeZone} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const lastDay = (day: string): string => (day === 'life' ? 'Life' : dayWords(day))
