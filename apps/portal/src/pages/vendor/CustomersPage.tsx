import type { ReactNode } from 'react'
import { QueuePage } from '../authority/QueuePage.tsx'

/** A vendor's customers: the cases that have its devices. */
export const CustomersPage = (): ReactNode => (
  <QueuePage
    title="Customers"
    lead="Everybody who has chosen you. Open one to record an installation, a visit, a removal or a failure of yours."
  />
)
