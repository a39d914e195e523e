import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readDemo } from '../../data/demo.ts'
import { QueuePage } from '../authority/QueuePage.tsx'

/** A technician's customers: whoever comes to the bench is found here, and what was done is recorded. */
export function VisitsPage(): ReactNode {
  const demo = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => readDemo(signal), staleTime: 60_000 }).data
  return (
    <QueuePage title="Visits" lead="Find who is at the bench by name or license, and record what you did.">
      {typeof demo?.bench === 'string' ? (
        <p>
          When no server answers, <a href={new URL('/bench', demo.bench).href}>the bench</a> makes the whole visit by
          itself and sends it later.
        </p>
      ) : null}
    </QueuePage>
  )
}
