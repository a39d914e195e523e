import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Bench.module.css'
import { readBenchState } from './bench.ts'
import type { BenchState } from './bench-state.ts'
import { CarPanel } from './CarPanel.tsx'
import { CarryPanel } from './CarryPanel.tsx'
import { TechnicianPanel } from './TechnicianPanel.tsx'
import { VisitPage } from './VisitPage.tsx'
import { VisitsPanel } from './VisitsPanel.tsx'

const LINKS = [
  { to: '/bench', words: 'Bench' },
  { to: '/verify', words: 'Verify a log' },
]
const LOOK_EVERY_MS = 5_000

/** The technician's bench: served by a program on this laptop, which needs no server and no network. */
export function BenchPage(): ReactNode {
  const [search] = useSearchParams()
  const visit = search.get('visit')
  const bench = useQuery({
    queryKey: ['bench'],
    queryFn: ({ signal }) => readBenchState(signal),
    refetchInterval: LOOK_EVERY_MS,
  })
  const title = visit === null ? 'Bench' : 'Service visit'
  return (
    <Shell title={title} links={LINKS} home="/bench">
      <div className={style['screen']}>
        <h1>{title}</h1>
      </div>
      {bench.data === undefined ? (
        bench.isError ? (
          <Trouble cause={bench.error} what="The bench" again={() => void bench.refetch()} />
        ) : (
          <Waiting for="the bench" />
        )
      ) : (
        <>
          {bench.isError ? <Trouble cause={bench.error} what="The bench" again={() => void bench.refetch()} /> : null}
          {visit === null ? <Overview bench={bench.data} /> : <VisitPage key={visit} id={visit} bench={bench.data} />}
        </>
      )}
    </Shell>
  )
}

function Overview({ bench }: { readonly bench: BenchState }): ReactNode {
  return (
    <>
      <p>
        A visit needs the car, this laptop and your key. Nobody’s server has to answer: what is done here is sent when
        one does.
      </p>
      {bench.journalCuts > 0 ? (
        <Panel tone="watch" title="This bench stopped in the middle of a line">
          <p>
            A crash tore the last line of its journal; the line was cut and the cut is written down. Open the last
            visit: what really happened is read from the device.
          </p>
        </Panel>
      ) : null}
      <TechnicianPanel bench={bench} />
      {bench.locked ? null : <CarPanel bench={bench} />}
      <VisitsPanel bench={bench} />
      <CarryPanel bench={bench} />
    </>
  )
}
