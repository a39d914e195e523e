import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isPerson, type Me, type PersonRole, useSession } from '../../data/session.ts'
import { type Shelf, shelfQuery } from '../../relief/shelf.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

type For = {
  readonly me: Me
  /** The account's own; null for a vendor's. */
  readonly jurisdiction: string | null
  readonly shelf: Shelf
}
type Props = {
  readonly title: string
  readonly roles: readonly PersonRole[]
  /** What is shown to whoever may: "the form of an order". */
  readonly what: string
  readonly children: (of: For) => ReactNode
}

/** The frame of pages that sign: who sits there, whether they may, and what is published already. */
export function Signer({ title, roles, what, children }: Props): ReactNode {
  const session = useSession()
  const shelf = useQuery({ ...shelfQuery, refetchInterval: false })
  const me = session.data
  return (
    <Shell title={title}>
      <h1>{title}</h1>
      {session.isError ? (
        <Trouble cause={session.error} what={what} again={() => void session.refetch()} />
      ) : me === undefined ? (
        <Waiting for={what} />
      ) : me === null ? (
        <SignInFirst what={what} problem={null} />
      ) : !isPerson(me.role) || !roles.includes(me.role) ? (
        <Panel title="Not yours to sign" role="status">
          <p>Your account is not one of those who sign this. The orders that are published are open to everybody.</p>
        </Panel>
      ) : shelf.isError ? (
        <Trouble cause={shelf.error} what={what} again={() => void shelf.refetch()} />
      ) : shelf.data === undefined ? (
        <Waiting for={what} />
      ) : (
        children({ me, jurisdiction: me.jurisdiction, shelf: shelf.data })
      )}
    </Shell>
  )
}
