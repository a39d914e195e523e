import type { ReactNode } from 'react'
import { QueuePage } from '../authority/QueuePage.tsx'

/** A technician's customers: whoever comes to the bench is found here, and what was done is recorded. */
export const VisitsPage = (): ReactNode => (
  <QueuePage title="Visits" lead="Find who is at the bench by name or license, and record what you did." />
)
