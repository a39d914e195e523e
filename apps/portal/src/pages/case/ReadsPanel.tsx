import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readReads } from '../../data/cases.ts'
import { roleWords } from '../../data/places.ts'
import { isPerson } from '../../data/session.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Case.module.css'

type Props = { readonly caseId: string; readonly zone: string; readonly own: boolean }

const looked: Readonly<Record<string, string>> = {
  'get-case': 'the case',
  'case-status': 'the case as of a day',
  'explain-case': 'the case in words',
  'case-timeline': 'the history',
  'list-facts': 'the facts',
  'list-reads': 'this list',
  'replay-decision': 'the replay of a decision',
  'list-documents': 'the list of papers',
  'get-document': 'a paper',
  'list-cases': 'the list of cases',
}

/** Who looked at the case, newest first. Every look of staff is kept. */
export function ReadsPanel({ caseId, zone, own }: Props): ReactNode {
  const query = useQuery({ queryKey: ['reads', caseId], queryFn: ({ signal }) => readReads(caseId, signal) })
  if (query.isError) return <Trouble cause={query.error} what="who looked" again={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting for="who looked" />
  const { reads, next } = query.data
  return (
    <Panel title={own ? 'Who looked at my case' : 'Who looked at this case'}>
      {reads.length === 0 ? <p>Nobody yet.</p> : null}
      <ol className={style['rows']}>
        {reads.map((one) => (
          <li key={`${one.at} ${one.user} ${one.what}`}>
            <p>
              {one.name}, {isPerson(one.role) ? roleWords[one.role] : one.role}: {looked[one.what] ?? one.what}
            </p>
            <p className={style['soft']}>
              <Moment at={one.at} zone={zone} />
            </p>
          </li>
        ))}
      </ol>
      {next === null ? null : <p className={style['soft']}>Older ones are kept and left out here.</p>}
    </Panel>
  )
}
