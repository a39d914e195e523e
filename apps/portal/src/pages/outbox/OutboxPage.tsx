import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readMail } from '../../data/care.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from '../case/Case.module.css'
import { Tag } from '../case/Tag.tsx'

/** What was written to people. Without a mail server nothing leaves, and this is where it can be read. */
export function OutboxPage(): ReactNode {
  const query = useQuery({ queryKey: ['mail'], queryFn: ({ signal }) => readMail(signal) })
  return (
    <Shell title="Outbox">
      <h1>Outbox</h1>
      <p>Mail to people of your jurisdiction. Where the server has no mail server to hand it to, it is kept here.</p>
      {query.isError ? (
        <Trouble cause={query.error} what="the outbox" again={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting for="the outbox" />
      ) : query.data.length === 0 ? (
        <Panel title="Nothing was written yet" role="status">
          <p>Invitations, recoveries and notices of cases appear here as they are written.</p>
        </Panel>
      ) : (
        query.data.map((one) => (
          <Panel
            key={one.id}
            title={one.subject}
            aside={
              one.sentAt !== null ? (
                <Tag words="Sent" tone="calm" />
              ) : one.failure !== null ? (
                <Tag words="Not taken" tone="urgent" />
              ) : (
                <Tag words="Kept here" tone="watch" />
              )
            }
          >
            <p className={style['soft']}>
              To {one.to}, <Moment at={one.at} zone="UTC" />
              {one.failure === null ? '' : `. The mail server said: ${one.failure}`}
            </p>
            <p className={style['letter']}>{one.text}</p>
          </Panel>
        ))
      )}
    </Shell>
  )
}
