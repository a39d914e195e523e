import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Verdict } from '../../relief/check.ts'
import type { Entry } from '../../relief/standing.ts'
import { publicTitle, standingWords } from '../../relief/words.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Tag } from '../case/Tag.tsx'
import { FileActions } from './FileActions.tsx'
import style from './Orders.module.css'
import { PublicFacts } from './PublicFacts.tsx'

type Props = { readonly entry: Entry; readonly open: boolean }

/** One order or outage: whom it concerns, which dates move how far, by which law, since when, and how it stands. */
export function EntryCard({ entry: { file, statement, verdict, standing }, open }: Props): ReactNode {
  return (
    <Panel
      title={<Link to={`/orders/${statement.id}`}>{publicTitle(statement)}</Link>}
      aside={<Tag {...standingWords(standing)} />}
      tone={standing.is === 'conflicting' || standing.is === 'not-believed' ? 'urgent' : 'plain'}
    >
      <PublicFacts of={statement} />
      {standing.is === 'conflicting' ? (
        <p role="alert">Two different files were signed under this name. Neither counts, and no car accepts them.</p>
      ) : null}
      {'by' in standing ? (
        <p>
          Carry <Link to={`/orders/${standing.by}`}>{standing.by}</Link> to your car instead. What a car was given
          before stays.
        </p>
      ) : null}
      <VerdictLine verdict={verdict} />
      {statement.kind === 'order' ? <FileActions id={statement.id} file={file} open={open} /> : null}
    </Panel>
  )
}

/** What this browser found out about the signatures, plainly. */
function VerdictLine({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { good, words } = verdictWords(verdict)
  return (
    <p className={style['verdict']} data-good={good}>
      {words}
    </p>
  )
}

function verdictWords(verdict: Verdict): { readonly good: boolean; readonly words: string } {
  if (verdict.kind === 'unchecked') return { good: false, words: `Not checked here. ${verdict.why}` }
  if (verdict.kind === 'verified') {
    const { speaker } = verdict
    const by = speaker.as === 'root' ? 'the root' : `the ${speaker.as} ${speaker.id}`
    return { good: true, words: `Your browser has checked the signatures: ${by} signed this.` }
  }
  if (verdict.code === 'expired' || verdict.code === 'not-yet')
    return { good: false, words: `By this clock it does not count now: ${verdict.why}. A car goes by its own clock.` }
  return { good: false, words: `Your browser does not believe this: ${verdict.why}.` }
}
