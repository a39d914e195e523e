import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Bench.module.css'
import { sendNow, visitPage } from './bench.ts'
import type { BenchState, BriefVisit, VisitEnd } from './bench-state.ts'
import { SentList } from './SentList.tsx'

const ENDS: { readonly [H in VisitEnd['how']]: string } = {
  completed: 'certified',
  installed: 'installed',
  abandoned: 'ended without a certificate',
  left: 'left at the bench',
}

/** All visits of this bench, newest first, and what each server has of them. */
export function VisitsPanel({ bench }: { readonly bench: BenchState }): ReactNode {
  const client = useQueryClient()
  const sending = useMutation({
    mutationFn: () => sendNow(true),
    onSuccess: (state) => client.setQueryData(['bench'], state),
  })
  const { visits, servers } = bench
  return (
    <Panel title="Visits" aside={<span>{visits.length} at this bench</span>}>
      {visits.length === 0 ? <p>None yet.</p> : null}
      <ul className={style['rows']}>
        {visits.map((visit) => (
          <Row key={visit.id} visit={visit} />
        ))}
      </ul>
      {servers.length === 0 ? (
        <p>No server is named, so visits stay on this laptop. Name one with: keyturn bench --server ADDRESS</p>
      ) : (
        <>
          {servers.map(({ server, trouble }) =>
            trouble === null ? null : (
              <p key={server} role="status">
                Visits wait: {trouble}. They are kept here, and sent again by themselves.
              </p>
            ),
          )}
          {sending.isError ? <Trouble cause={sending.error} what="Sending" /> : null}
          {sending.isPending ? <Waiting for="what the servers answer" /> : null}
          <div>
            <Button variant="default" loading={sending.isPending} onClick={() => sending.mutate()}>
              Send what waits now
            </Button>
          </div>
        </>
      )}
    </Panel>
  )
}

const Row = ({ visit: { id, device, begunAt, timeZone, end, sent } }: { readonly visit: BriefVisit }): ReactNode => (
  <li>
    <div className={style['line']}>
      <h3>
        <Link to={visitPage(id)}>{device}</Link>
      </h3>
      <span>{end === null ? 'not finished' : ENDS[end.how]}</span>
    </div>
    <p className={style['soft']}>
      Begun <Moment at={begunAt} zone={timeZone} />
    </p>
    {end === null ? null : <SentList sent={sent} />}
  </li>
)
