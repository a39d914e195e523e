import { DECISIONS } from '@keyturn/contract/fact-access.ts'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import type { Told } from '../../data/cases.ts'
import { roleWords } from '../../data/places.ts'
import { isPerson } from '../../data/session.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'
import { withdrawnIn } from './form-context.ts'
import { Tag } from './Tag.tsx'

type Props = {
  readonly caseId: string
  readonly facts: readonly Told[]
  readonly zone: string
  /** Whether decisions lead to their replay. */
  readonly replays: boolean
}

const SHOWN = 12

/** What was said about the case, by whom and when, newest first. Withdrawn facts stay, and say so. */
export function HistoryPanel({ caseId, facts, zone, replays }: Props): ReactNode {
  const [all, setAll] = useState(false)
  const withdrawn = withdrawnIn(facts)
  const newest = facts.toReversed()
  return (
    <Panel title="History of the case" aside={<span>{facts.length} facts</span>}>
      <ol className={style['rows']}>
        {newest.slice(0, all ? newest.length : SHOWN).map(({ fact, words }) => (
          <li key={fact.seq}>
            <div className={style['line']}>
              <p>{words}</p>
              {withdrawn.has(fact.seq) ? <Tag words="Withdrawn" tone="plain" /> : null}
            </div>
            <p className={style['soft']}>
              Fact {fact.seq} · <Moment at={fact.at} zone={zone} />
              {fact.recordedAt === fact.at ? null : (
                <>
                  , recorded <Moment at={fact.recordedAt} zone={zone} />
                </>
              )}
              {' · '}
              {fact.by.name}, {isPerson(fact.by.role) ? roleWords[fact.by.role] : fact.by.role}
            </p>
            {replays && DECISIONS.has(fact.kind) && fact.basis !== null ? (
              <p>
                <Link to={`/cases/${encodeURIComponent(caseId)}/decisions/${fact.seq}`}>
                  Replay this decision<span className="visually-hidden"> of fact {fact.seq}</span>
                </Link>
              </p>
            ) : null}
          </li>
        ))}
      </ol>
      {all || newest.length <= SHOWN ? null : (
        <div>
          <button type="button" className={style['linkish']} onClick={() => setAll(true)}>
            Show the {newest.length - SHOWN} older facts
          </button>
        </div>
      )}
    </Panel>
  )
}
