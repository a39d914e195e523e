import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { markRead, type Notice, readNotices } from '../../data/notices.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import style from './Case.module.css'
import { Tag } from './Tag.tsx'

type Props = { readonly caseId: string; readonly zone: string; readonly own: boolean }

const SHOWN = 4

/** What was told to the person who looks, newest first. */
export function NoticesPanel({ caseId, zone, own }: Props): ReactNode {
  const query = useQuery({ queryKey: ['notices', caseId], queryFn: ({ signal }) => readNotices(caseId, signal) })
  const [failure, setFailure] = useState<{ readonly cause: unknown } | null>(null)
  if (query.isError) return <Trouble cause={query.error} what="the notices" again={() => void query.refetch()} />
  if (query.data === undefined || query.data.length === 0) return null
  const fresh = query.data.filter(({ readAt }) => readAt === null)
  const read = async () => {
    setFailure(null)
    try {
      await markRead(
        caseId,
        fresh.map(({ id }) => id),
      )
      await query.refetch()
    } catch (cause) {
      setFailure({ cause })
    }
  }
  return (
    <Panel
      title={own ? 'Notices to me' : 'Notices'}
      aside={fresh.length === 0 ? null : <span>{fresh.length} unread</span>}
    >
      <Notices of={query.data.slice(0, SHOWN)} zone={zone} own={own} />
      {query.data.length <= SHOWN ? null : (
        <details className={style['more']}>
          <summary>{query.data.length - SHOWN} older notices</summary>
          <div>
            <Notices of={query.data.slice(SHOWN)} zone={zone} own={own} />
          </div>
        </details>
      )}
      {own && fresh.length > 0 ? (
        <div>
          <Button variant="outline" onClick={() => void read()}>
            I have read them
          </Button>
        </div>
      ) : null}
      {failure === null ? null : <Refusal cause={failure.cause} />}
    </Panel>
  )
}

type ListProps = { readonly of: readonly Notice[]; readonly zone: string; readonly own: boolean }

const Notices = ({ of, zone, own }: ListProps): ReactNode => (
  <ul className={style['rows']}>
    {of.map((one) => (
      <li key={one.id}>
        <div className={style['line']}>
          <h3>{one.subject}</h3>
          {own && one.readAt === null ? <Tag words="Unread" tone="watch" /> : null}
        </div>
        <p className={style['letter']}>{one.words}</p>
        <p className={style['soft']}>
          <Moment at={one.madeAt} zone={zone} />
          {one.law === null ? '' : `. ${one.law}`}
        </p>
      </li>
    ))}
  </ul>
)
