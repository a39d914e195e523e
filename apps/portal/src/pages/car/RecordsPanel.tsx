import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Panel } from '../../ui/Panel.tsx'
import { RecordList } from '../../ui/RecordList.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { readNewest } from './link.ts'
import type { LinkState } from './link-state.ts'

const SHOWN = 12

/** What the device has just written down, newest first, read from the log on the car's own disk. */
export function RecordsPanel({ state: { device, log, timeZone } }: { readonly state: LinkState }): ReactNode {
  const query = useQuery({
    queryKey: ['car-records', device, log.seq],
    queryFn: ({ signal }) => readNewest(signal),
    placeholderData: (before) => before,
  })
  return (
    <Panel title="What it records" aside={<span>{log.seq} so far</span>}>
      {query.data !== undefined ? (
        query.data.length === 0 ? (
          <p>Nothing has been recorded yet.</p>
        ) : (
          <RecordList label="Newest records first" lines={query.data.slice(-SHOWN).reverse()} zone={timeZone} />
        )
      ) : query.isError ? (
        <Trouble cause={query.error} what="The records" again={() => void query.refetch()} />
      ) : (
        <Waiting for="the records" />
      )}
      <p>
        <a href="/link/log" download={`${device}.log`}>
          Download the whole log
        </a>{' '}
        · <a href="/link/print.pdf">Printed copy</a>
      </p>
    </Panel>
  )
}
