import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { listReports, type Report } from '../../data/reports.ts'
import { useSession } from '../../data/session.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import queue from '../authority/Queue.module.css'
import style from '../case/Case.module.css'
import { Tag } from '../case/Tag.tsx'
import { ReportFile } from './ReportFile.tsx'

type Which = 'open' | 'sent'
const which: readonly { readonly value: Which; readonly words: string }[] = [
  { value: 'open', words: 'To be sent' },
  { value: 'sent', words: 'Sent' },
]

/** Reports to authorities, soonest due first, the late ones before all. Lateness is shown to both sides. */
export function ReportsPage(): ReactNode {
  const { data: me } = useSession()
  const [shown, setShown] = useState<Which>('open')
  const [pages, setPages] = useState<readonly (string | null)[]>([null])
  const after = pages.at(-1) ?? null
  const query = useQuery({
    queryKey: ['reports', shown, after],
    queryFn: ({ signal }) => listReports(shown, after, signal),
    placeholderData: keepPreviousData,
  })
  const next = query.data?.next ?? null
  return (
    <Shell title="Reports" wide>
      <h1>Reports</h1>
      {me?.role === 'vendor-operator' ? <ReportFile onChanged={() => void query.refetch()} /> : null}
      <Choice
        legend="Which reports"
        options={which}
        value={shown}
        onPick={(picked) => {
          setShown(picked)
          setPages([null])
        }}
      />
      {query.isError ? (
        <Trouble cause={query.error} what="the reports" again={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting for="the reports" />
      ) : query.data.reports.length === 0 ? (
        <Panel title={shown === 'open' ? 'No report is due' : 'None was sent yet'} role="status">
          <p>Reports come up by themselves, from what devices and people record.</p>
        </Panel>
      ) : (
        <>
          <Panel title={shown === 'open' ? 'To be sent' : 'Sent'}>
            <ul className={style['rows']}>
              {query.data.reports.map((one) => (
                <Row key={`${one.case} ${one.report}`} of={one} />
              ))}
            </ul>
          </Panel>
          <nav aria-label="Pages of reports" className={queue['pages']}>
            <Button variant="outline" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
              Previous page
            </Button>
            <span role="status">Page {pages.length}</span>
            <Button variant="outline" disabled={next === null} onClick={() => setPages([...pages, next])}>
              Next page
            </Button>
          </nav>
        </>
      )}
    </Shell>
  )
}

const HOUR_MS = 3_600_000
/** `5 hours late`, `3 days late`. */
const lateWords = (ms: number): string => {
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  return hours < 48 ? `${hours} ${hours === 1 ? 'hour' : 'hours'} late` : `${Math.round(hours / 24)} days late`
}

function Row({ of }: { readonly of: Report }): ReactNode {
  const late = of.lateByMs > 0
  return (
    <li>
      <div className={style['line']}>
        <h3>{of.title}</h3>
        {late ? (
          <Tag words={lateWords(of.lateByMs)} tone="urgent" />
        ) : (
          <Tag words={of.state === 'sent' ? 'In time' : 'In time so far'} tone="calm" />
        )}
      </div>
      <p>{of.words}</p>
      {of.returned.map((why) => (
        <p key={why}>Came back: {why}</p>
      ))}
      <p className={style['soft']}>
        To {of.to}, by <Moment at={of.dueAt} zone="America/New_York" />
        {of.sentAt === null ? null : (
          <>
            , sent <Moment at={of.sentAt} zone="America/New_York" />
          </>
        )}
        . <Link to={`/cases/${encodeURIComponent(of.case)}`}>Case {of.case}</Link>
      </p>
      <p className={style['soft']}>{of.law}</p>
    </li>
  )
}
