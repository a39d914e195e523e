import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { RecordList } from '../../ui/RecordList.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Bench.module.css'
import { abandonVisit, leaveVisit, logAddress, lookAtVisit, readBenchVisit } from './bench.ts'
import type { BenchState, BenchVisit } from './bench-state.ts'
import { CertificatePaper } from './CertificatePaper.tsx'
import { linesFrom } from './MetPanel.tsx'
import { SentList } from './SentList.tsx'
import { TechnicianPanel } from './TechnicianPanel.tsx'
import { VisitSteps } from './VisitSteps.tsx'

type Props = { readonly id: string; readonly bench: BenchState }
/** What a page may do with a visit: show one that came back. */
export type ShowVisit = (visit: BenchVisit) => void

const LOOK_EVERY_MS = 1_500

/** One visit: its steps while it is open, its papers when it is over. */
export function VisitPage({ id, bench }: Props): ReactNode {
  const client = useQueryClient()
  const key = ['bench-visit', id]
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => readBenchVisit(id, signal) })
  const visit = query.data
  const show: ShowVisit = (next) => {
    client.setQueryData(key, next)
    void client.invalidateQueries({ queryKey: ['bench'] })
  }
  // While gas is waited for, and after an answer that never came, the car itself is asked.
  const open = visit !== undefined && visit.end === null
  const looking = useQuery({
    queryKey: [...key, 'look'],
    queryFn: async ({ signal }) => {
      const next = await lookAtVisit(id, signal)
      show(next)
      return next.id
    },
    enabled: open && (visit.awaiting !== null || visit.unanswered.length > 0 || visit.session === null),
    refetchInterval: LOOK_EVERY_MS,
    gcTime: 0,
  })
  if (visit === undefined) {
    if (query.isError) return <Trouble cause={query.error} what="The visit" again={() => void query.refetch()} />
    return <Waiting for="the visit" />
  }
  return (
    <>
      <div className={style['screen']}>
        <p>
          <Link to="/bench">All visits</Link> · {visit.device} under {visit.profile}, begun{' '}
          <Moment at={visit.begunAt} zone={visit.timeZone} />
        </p>
      </div>
      {open && looking.isError ? (
        <Trouble cause={looking.error} what="What the car recorded" again={() => void looking.refetch()} />
      ) : null}
      {open && bench.locked ? <TechnicianPanel bench={bench} /> : null}
      {visit.refusal === null || visit.end !== null ? null : (
        <Panel tone="urgent" title="The device refused" role="alert">
          <p>{visit.refusal.words}</p>
        </Panel>
      )}
      {open ? <VisitSteps visit={visit} locked={bench.locked} show={show} /> : <Ended visit={visit} />}
      {open ? <Ending visit={visit} locked={bench.locked} show={show} /> : null}
      <div className={style['screen']}>
        <Panel title="What the device recorded" aside={<span>{visit.records.length} records of this visit</span>}>
          <RecordList label="Newest records first" lines={linesFrom(visit.records)} zone={visit.timeZone} />
          {visit.kept === null ? null : (
            <p>
              <a href={logAddress(visit.id)} download={`${visit.device}.log`}>
                The log that was kept
              </a>
              , up to record {visit.kept.lastSeq}
            </p>
          )}
        </Panel>
      </div>
    </>
  )
}

function Ended({ visit }: { readonly visit: BenchVisit }): ReactNode {
  const { end, certificate, sent } = visit
  if (end === null) return null
  const well = end.how === 'completed' || end.how === 'installed'
  return (
    <>
      <div className={style['screen']}>
        <Panel tone={well ? 'calm' : 'watch'} title={well ? 'Done' : 'Over, without a certificate'} role="status">
          <p>{end.words}</p>
          <SentList sent={sent} />
        </Panel>
      </div>
      {certificate === null ? null : <CertificatePaper visit={visit} file={certificate.file} />}
    </>
  )
}

type EndingProps = { readonly visit: BenchVisit; readonly locked: boolean; readonly show: ShowVisit }

/** The ways out without a certificate: told to the device, or, when it is gone, only written down. */
function Ending({ visit, locked, show }: EndingProps): ReactNode {
  const abandon = useMutation({ mutationFn: () => abandonVisit(visit.id), onSuccess: show })
  const leave = useMutation({ mutationFn: () => leaveVisit(visit.id), onSuccess: show })
  const failed = abandon.error ?? leave.error
  return (
    <details className={style['more']}>
      <summary>End without a certificate</summary>
      <p>Nothing at the device changes: no lockout ends and no date moves. The device records that the visit ended.</p>
      {failed === null ? null : <Trouble cause={failed} what="Ending the visit" />}
      <div className={style['buttons']}>
        <Button variant="default" disabled={locked} loading={abandon.isPending} onClick={() => abandon.mutate()}>
          End the visit
        </Button>
        <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          The car is gone: close it here
        </Button>
      </div>
    </details>
  )
}
