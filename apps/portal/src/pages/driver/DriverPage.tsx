import { parseInstant } from '@keyturn/domain/units.ts'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { useParams } from 'react-router'
import { contactsQuery } from '../../data/contacts.ts'
import { type Assessment, type Known, readStatus } from '../../data/status.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { CountsPanel } from './CountsPanel.tsx'
import style from './DriverPage.module.css'
import { FindingsPanels } from './FindingsPanels.tsx'
import { NextPanel } from './NextPanel.tsx'
import { ProofPanel } from './ProofPanel.tsx'
import { StatusCard } from './StatusCard.tsx'
import { TimelinePanel } from './TimelinePanel.tsx'

/** Orders come when the rest of the page is there: what checks them keeps nobody waiting. */
const CarryPanel = lazy(async () => ({ default: (await import('../orders/CarryPanel.tsx')).CarryPanel }))

const ASK_AGAIN_MS = 5_000

/** The driver's page: where I stand, what happens next, when and why. */
export function DriverPage(): ReactNode {
  const { device = '' } = useParams()
  // Whom to call is asked for now, so that it is known when nobody answers.
  useQuery(contactsQuery)
  const query = useQuery({
    queryKey: ['status', device],
    queryFn: ({ signal }) => readStatus(device, signal),
    refetchInterval: ASK_AGAIN_MS,
  })
  return (
    <Shell title="Your interlock">
      <p className={style['whose']}>Your interlock, {device}</p>
      {query.data !== undefined ? (
        <Standing known={query.data} />
      ) : query.isError ? (
        <Trouble cause={query.error} what="your status" again={() => void query.refetch()} />
      ) : (
        <Loading />
      )}
    </Shell>
  )
}

function Standing({ known: { status: answer, from } }: { readonly known: Known }): ReactNode {
  const { assessment, timeline, timelineLeftOut, device, log, lastReceivedAt, integrity } = answer
  const { status, next, findings, counts, timeZone } = assessment
  const asOf = parseInstant(answer.asOf) ?? assessment.asOf
  return (
    <>
      {from === 'server' ? null : (
        <Panel tone="watch" title="You are offline" role="status">
          <p>
            This is what we knew on <Moment at={asOf} zone={timeZone} />. The car itself always knows the newest state.
          </p>
        </Panel>
      )}
      <StatusCard status={status} zone={timeZone} />
      <Suspense>
        <CarryPanel jurisdiction={assessment.profile.split('@')[0] ?? ''} device={device} />
      </Suspense>
      <NextPanel steps={next} zone={timeZone} />
      <FindingsPanels findings={findings} told={idsIn(status)} zone={timeZone} />
      <CountsPanel counts={counts} />
      <TimelinePanel entries={timeline} leftOut={timelineLeftOut} zone={timeZone} />
      <ProofPanel
        {...{ device, log, zone: timeZone, integrity: assessment.integrity, notes: integrity }}
        receivedAt={lastReceivedAt === null ? null : (parseInstant(lastReceivedAt) ?? null)}
      />
    </>
  )
}

/** The findings that the status itself has told already. */
const idsIn = (status: Assessment['status']): readonly string[] =>
  'findings' in status ? status.findings.map(({ id }) => id) : []

const Loading = (): ReactNode => (
  <div role="status" className={style['loading']}>
    <p>Loading your status …</p>
    <Skeleton height={150} />
    <Skeleton height={110} />
    <Skeleton height={240} />
  </div>
)
