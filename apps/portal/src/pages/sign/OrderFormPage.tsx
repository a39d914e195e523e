import { jurisdictionOf, tollClausesOf } from '@keyturn/contract/jurisdiction.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { readOrganizations } from '../../data/cases.ts'
import { ownNow } from '../../data/clock.ts'
import { type Preview, previewOrder } from '../../data/signing.ts'
import { type Shelf, shelfQuery } from '../../relief/shelf.ts'
import { Form } from '../../ui/form/Form.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { type Draft, freshId } from './draft.ts'
import { orderFields, termsIn } from './order-form.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { Signer } from './Signer.tsx'
import { SignPanel } from './SignPanel.tsx'

/** An order: its terms, what it would do, the signature, and publishing it. For officers of an authority. */
export const OrderFormPage = (): ReactNode => (
  <Signer title="A new order" roles={['authority-officer', 'authority-admin']} what="the form of an order">
    {({ jurisdiction, shelf }) =>
      jurisdiction === null ? (
        <Panel title="No jurisdiction" role="status">
          <p>Your account belongs to no jurisdiction, so there is nobody’s order to sign.</p>
        </Panel>
      ) : (
        <OrderForm jurisdiction={jurisdiction} shelf={shelf} />
      )
    }
  </Signer>
)

type Previewed = {
  readonly draft: Draft
  readonly preview: Preview
  readonly heard: { readonly at: Instant; readonly own: Instant }
}

function OrderForm({ jurisdiction, shelf }: { readonly jurisdiction: string; readonly shelf: Shelf }): ReactNode {
  const queries = useQueryClient()
  const [previewed, setPreviewed] = useState<Previewed | null>(null)
  const organizations = useQuery({
    queryKey: ['organizations'],
    queryFn: ({ signal }) => readOrganizations(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const vendors = (organizations.data ?? [])
    .filter((one) => one.kind === 'vendor' && one.jurisdictions.includes(jurisdiction))
    .map(({ id, name }) => ({ value: id, words: name }))
  const place = jurisdictionOf(jurisdiction)
  const today = civilDateOf(shelf.asOf, place?.timeZone ?? 'UTC')
  const { entries, root } = shelf
  const clauses = tollClausesOf(jurisdiction)
  return (
    <>
      <Panel title="Terms">
        <p>
          The order is for devices under the law of {place?.name ?? jurisdiction}. It can only move dates later: it
          never undoes a failed test, and it never brings a date forward.
        </p>
        <Form
          label="Terms of the order"
          fields={(values) => orderFields({ vendors, entries, today, clauses }, values)}
          send="Show what it would do"
          zone={place?.timeZone ?? 'UTC'}
          onSend={async (body) => {
            const { terms, cites, lastsDays } = termsIn(body, { jurisdiction, entries, today })
            const id = freshId('order', jurisdiction, today)
            const preview = await previewOrder(terms, id)
            const draft: Draft = { id, subject: jurisdiction, body: { kind: 'order', ...terms }, cites, lastsDays }
            setPreviewed({ draft, preview, heard: { at: preview.asOf, own: ownNow() } })
          }}
        />
      </Panel>
      {previewed === null ? null : <PreviewPanel of={previewed.preview} />}
      {previewed === null ? null : root === null ? (
        <Panel tone="watch" title="Nothing can be signed here" role="status">
          <p>The server names no root key, so nobody could check the signature. Its operator sets it.</p>
        </Panel>
      ) : (
        <SignPanel
          key={previewed.draft.id}
          draft={previewed.draft}
          heard={previewed.heard}
          root={root.key}
          onPublished={() => void queries.invalidateQueries({ queryKey: shelfQuery.queryKey })}
        />
      )}
    </>
  )
}
