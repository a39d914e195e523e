import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Problem } from '../../data/http.ts'
import { type Gap, type Rehearsal, readRehearsal } from '../../data/rehearsal.ts'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { MatrixPanel } from './MatrixPanel.tsx'
import style from './Rehearsal.module.css'
import { StopsPanel } from './StopsPanel.tsx'

/** If a vendor died now: gaps first, then driver by driver, then what the law, the device and the rehearsal say. */
export function RehearsalPage(): ReactNode {
  const query = useQuery({ queryKey: ['rehearsal'], queryFn: ({ signal }) => readRehearsal(signal) })
  const problem = query.error instanceof Problem ? query.error : null
  const away =
    problem !== null && (problem.status === 401 || problem.code === 'second-factor-required') ? problem : null
  return (
    <Shell title="If a vendor died now" wide>
      <h1>If a vendor died now</h1>
      {query.data !== undefined ? (
        <Found of={query.data} />
      ) : away !== null ? (
        <SignInFirst what="the rehearsal" problem={away} />
      ) : query.isError ? (
        <Trouble cause={query.error} what="the rehearsal" again={() => void query.refetch()} />
      ) : (
        <Waiting for="the rehearsal" />
      )}
    </Shell>
  )
}

function Found({ of }: { readonly of: Rehearsal }): ReactNode {
  const { rehearsedAt, horizonDays, gaps, stops, stopsLeftOut, matrix } = of
  if (rehearsedAt === null)
    return (
      <Panel title="Not rehearsed yet" role="status">
        <p>The first rehearsal is made tonight, or now by its operator with “keyturn rehearse”.</p>
      </Panel>
    )
  return (
    <>
      <p className={style['soft']}>
        Rehearsed <Moment at={rehearsedAt} zone={ownZone()} />, {horizonDays} days ahead, with the controller that runs
        in the cars.
      </p>
      <Gaps of={gaps} />
      <StopsPanel of={stops} leftOut={stopsLeftOut} horizonDays={horizonDays} />
      <MatrixPanel of={matrix} />
    </>
  )
}

const Gaps = ({ of }: { readonly of: readonly Gap[] }): ReactNode =>
  of.length === 0 ? (
    <Panel tone="calm" title="No gaps">
      <p>For every driver there is more than one lawful way when their vendor is gone.</p>
    </Panel>
  ) : (
    <Panel tone="urgent" title={of.length === 1 ? 'One gap' : `${of.length} gaps`}>
      <ul className={style['gaps']}>
        {of.map(({ kind, jurisdiction, words, next, devices, devicesLeftOut }) => (
          <li key={`${kind} ${jurisdiction} ${words}`}>
            <strong>{words}</strong>
            <p>To close it: {next}</p>
            {devices.length === 0 ? null : (
              <p className={style['soft']}>
                {jurisdiction}: {devices.join(', ')}
                {devicesLeftOut === 0 ? '' : ` and ${devicesLeftOut} more`}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
