import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useSession } from '../../data/session.ts'
import { QueuePage } from './QueuePage.tsx'

const leads: Readonly<Record<string, string>> = {
  'authority-officer': 'Everybody with a device, or on the way to one, in your jurisdiction.',
  'authority-admin': 'The cases of your jurisdiction.',
  auditor: 'The cases of your jurisdiction. You read; nothing can be changed here.',
}

/** The authority's queue. */
export function CasesPage(): ReactNode {
  const { data: me } = useSession()
  return (
    <QueuePage title="Cases" lead={leads[me?.role ?? ''] ?? 'The cases that you may see.'}>
      {me?.role === 'authority-officer' ? (
        <div>
          <Button component={Link} to="/cases/new">
            Open a case
          </Button>
        </div>
      ) : null}
    </QueuePage>
  )
}
