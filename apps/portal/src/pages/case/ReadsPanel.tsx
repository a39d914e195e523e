import { civilDateOf } from '@keyturn/domain/civil.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type CaseRead, readReads } from '../../data/cases.ts'
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
  const [all, setAll] = useState(false)
  if (query.isError) return <Trouble cause={query.error} what="who looked" again={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting for="who looked" />
  const { reads, next } = query.data
  const looks = byPersonAndDay(reads, zone)
  return (
    <Panel title={own ? 'Who looked at my case' : 'Who looked at this case'}>
      {reads.length === 0 ? <p>Nobody yet.</p> : null}
      <ol className={style['rows']}>
        {looks.slice(0, all ? looks.length : SHOWN).map(({ newest, what, times }) => (
          <li key={`${newest.at} ${newest.user}`}>
            <p>
              <strong>{newest.name}</strong>, {isPerson(newest.role) ? roleWords[newest.role] : newest.role}:{' '}
              {what.join(', ')}
            </p>
            <p className={style['soft']}>
              <Moment at={newest.at} zone={zone} />
              {times === 1 ? '' : `, ${times} looks that day`}
            </p>
          </li>
        ))}
      </ol>
      {all || looks.length <= SHOWN ? null : (
        <div>
          <button type="button" className={style['linkish']} onClick={() => setAll(true)}>
            Show the {looks.length - SHOWN} earlier days
          </button>
        </div>
      )}
      {next === null ? null : <p className={style['soft']}>Older ones are kept and left out here.</p>}
    </Panel>
  )
}

const SHOWN = 6

type Look = { readonly newest: CaseRead; readonly what: readonly string[]; readonly times: number }

/** A page asks for several things, and somebody at work opens it often: one line for each person and day. */
function byPersonAndDay(reads: readonly CaseRead[], zone: string): readonly Look[] {
  const looks = new Map<string, Look>()
  for (const read of reads) {
    const key = `${read.user} ${civilDateOf(read.at, zone)}`
    const look = looks.get(key) ?? { newest: read, what: [], times: 0 }
    const what = [...new Set([...look.what, looked[read.what] ?? read.what])]
    looks.set(key, { newest: look.newest, what, times: look.times + 1 })
  }
  return [...looks.values()]
}
