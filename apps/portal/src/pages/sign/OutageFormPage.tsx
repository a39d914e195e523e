import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Organization, readOrganizations } from '../../data/cases.ts'
import type { Me } from '../../data/session.ts'
import { type Shelf, shelfQuery } from '../../relief/shelf.ts'
import { Form } from '../../ui/form/Form.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { type Draft, freshId } from './draft.ts'
import { outageFields, outageIn } from './outage-form.ts'
import { Signer } from './Signer.tsx'
import { SignPanel } from './SignPanel.tsx'

/** The declaration of an outage: what does not work, since when, whose fault. For providers and officers. */
export const OutageFormPage = (): ReactNode => (
  <Signer
    title="An outage"
    roles={['vendor-operator', 'authority-officer', 'authority-admin']}
    what="the form of an outage"
  >
    {({ me, shelf }) => <OutageForm me={me} shelf={shelf} />}
  </Signer>
)

type Written = { readonly draft: Draft; readonly heard: { readonly at: Instant; readonly own: Instant } }

function OutageForm({ me, shelf }: { readonly me: Me; readonly shelf: Shelf }): ReactNode {
  const queries = useQueryClient()
  const [written, setWritten] = useState<Written | null>(null)
  const organizations = useQuery({
    queryKey: ['organizations'],
    queryFn: ({ signal }) => readOrganizations(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (organizations.isError)
    return <Trouble cause={organizations.error} what="the providers" again={() => void organizations.refetch()} />
  if (organizations.data === undefined) return <Waiting for="the providers" />
  const places = placesOf(me, organizations.data)
  const [first] = places
  if (first === undefined)
    return (
      <Panel title="No jurisdiction" role="status">
        <p>No authority has approved your provider here, so there is nobody to declare an outage to.</p>
      </Panel>
    )
  const zone = jurisdictionOf(first)?.timeZone ?? 'UTC'
  const vendors = organizations.data.filter(({ kind }) => kind === 'vendor')
  return (
    <>
      <Panel title="What does not work">
        <p>
          Drivers, service centers and the authority read this. A declaration moves no date by itself: it is the ground
          on which the authority can order that, and on which nothing is held against a driver.
        </p>
        <Form
          label="Declaration of an outage"
          fields={(values) => outageFields({ me, places, vendors, entries: shelf.entries }, values)}
          send="Go on to sign"
          zone={zone}
          onSend={async (body) => {
            const { draft, jurisdiction } = outageIn(body, { me, places, asOf: shelf.asOf })
            const id = freshId('outage', jurisdiction, civilDateOf(shelf.asOf, zone))
            setWritten({ draft: { id, ...draft }, heard: { at: shelf.asOf, own: shelf.ownAt } })
            await Promise.resolve()
          }}
        />
      </Panel>
      {written === null ? null : shelf.root === null ? (
        <Panel tone="watch" title="Nothing can be signed here" role="status">
          <p>The server names no root key, so nobody could check the signature. Its operator sets it.</p>
        </Panel>
      ) : (
        <SignPanel
          key={written.draft.id}
          draft={written.draft}
          heard={written.heard}
          root={shelf.root.key}
          onPublished={() => void queries.invalidateQueries({ queryKey: shelfQuery.queryKey })}
        />
      )}
    </>
  )
}

/** Where this person may declare one: the own jurisdiction, or those that have approved the own provider. */
function placesOf({ jurisdiction, vendor }: Me, organizations: readonly Organization[]): readonly string[] {
  if (jurisdiction !== null) return [jurisdiction]
  return organizations.find(({ id, kind }) => kind === 'vendor' && id === vendor)?.jurisdictions ?? []
}
