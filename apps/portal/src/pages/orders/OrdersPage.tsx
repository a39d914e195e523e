import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { useSession } from '../../data/session.ts'
import { type Shelf, shelfQuery } from '../../relief/shelf.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { EntryCard } from './EntryCard.tsx'
import { FreshnessPanel } from './FreshnessPanel.tsx'
import style from './Orders.module.css'
import { OtherFilePanel } from './OtherFilePanel.tsx'

/** Orders that move dates, and outages: for everybody, checked in the visitor's own browser, kept for offline. */
export function OrdersPage(): ReactNode {
  const { id } = useParams()
  const shelf = useQuery(shelfQuery)
  const title = id === undefined ? 'Orders and outages' : `Order ${id}`
  return (
    <Shell title={title}>
      <div className={style['intro']}>
        <h1>Orders and outages</h1>
        <p>
          When a provider or an authority fails, the authority can move service dates by a signed order. The order is a
          public file: your phone, a technician or anybody else can bring it to a car, and the car checks it itself.
        </p>
      </div>
      <SignLinks />
      {shelf.data !== undefined ? (
        <>
          <FreshnessPanel shelf={shelf.data} />
          <Entries shelf={shelf.data} id={id} />
        </>
      ) : shelf.isError ? (
        <Trouble cause={shelf.error} what="the orders" again={() => void shelf.refetch()} />
      ) : (
        <Waiting for="the orders" />
      )}
      <OtherFilePanel />
    </Shell>
  )
}

/** For those who sign, the ways to the forms. */
function SignLinks(): ReactNode {
  const { data: me } = useSession()
  const role = me?.role ?? ''
  const officer = role === 'authority-officer' || role === 'authority-admin'
  if (!officer && role !== 'vendor-operator') return null
  return (
    <div className={style['buttons']}>
      {officer ? (
        <Button component={Link} to="/orders/new">
          Give a new order
        </Button>
      ) : null}
      <Button component={Link} to="/outages/new" variant="default">
        Declare an outage
      </Button>
      {officer ? (
        <Button component={Link} to="/withdrawals/new" variant="default">
          Withdraw something
        </Button>
      ) : null}
    </div>
  )
}

type Props = { readonly shelf: Shelf; readonly id: string | undefined }

function Entries({ shelf: { entries, from }, id }: Props): ReactNode {
  const shown = id === undefined ? entries : entries.filter(({ statement }) => statement.id === id)
  if (shown.length > 0)
    return shown.map((entry) => (
      <EntryCard key={entry.file} entry={entry} open={id !== undefined || shown.length === 1} />
    ))
  if (from === 'nobody')
    return (
      <Panel title="Nothing is known here yet" role="status">
        <p>
          Nobody answers, and this browser has never seen an order. If somebody has one, they can show you its code or
          send you its file.
        </p>
      </Panel>
    )
  return (
    <Panel title={id === undefined ? 'No orders and no outages' : `There is no order ${id} here`} role="status">
      <p>
        {id === undefined
          ? 'Every date is due when the car says so. Should an order be given, it appears here.'
          : 'Perhaps it was published elsewhere, or its name was copied wrong.'}
      </p>
    </Panel>
  )
}
