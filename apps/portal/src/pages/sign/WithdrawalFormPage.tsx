import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Shelf, shelfQuery } from '../../relief/shelf.ts'
import { publicTitle } from '../../relief/words.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field, Values } from '../../ui/form/field.ts'
import { Panel } from '../../ui/Panel.tsx'
import { type Draft, freshId, linesIn } from './draft.ts'
import { newestWithdrawals } from './list.ts'
import { Signer } from './Signer.tsx'
import { SignPanel } from './SignPanel.tsx'

/** A withdrawal: an order, an outage or a key that no longer counts. For officers of an authority. */
export const WithdrawalFormPage = (): ReactNode => (
  <Signer title="A withdrawal" roles={['authority-officer', 'authority-admin']} what="the form of a withdrawal">
    {({ jurisdiction, shelf }) =>
      jurisdiction === null ? (
        <Panel title="No jurisdiction" role="status">
          <p>Your account belongs to no jurisdiction, so there is nobody’s statement to withdraw.</p>
        </Panel>
      ) : (
        <WithdrawalForm jurisdiction={jurisdiction} shelf={shelf} />
      )
    }
  </Signer>
)

/** Withdrawals are kept for as long as anything they name could otherwise count. */
const LASTS_DAYS = 1_000
const OTHER = 'other'

type Written = { readonly draft: Draft; readonly heard: { readonly at: Instant; readonly own: Instant } }

function WithdrawalForm({ jurisdiction, shelf }: { readonly jurisdiction: string; readonly shelf: Shelf }): ReactNode {
  const queries = useQueryClient()
  const [written, setWritten] = useState<Written | null>(null)
  const zone = jurisdictionOf(jurisdiction)?.timeZone ?? 'UTC'
  const own = shelf.entries.filter(({ statement }) => statement.subject === jurisdiction)
  const fields = (values: Values): readonly Field[] => [
    {
      kind: 'choice',
      name: 'what',
      label: 'What no longer counts',
      options: [
        ...own.map(({ statement }) => ({ value: statement.id, words: `${publicTitle(statement)} (${statement.id})` })),
        { value: OTHER, words: 'Something else: a key, a vendor, a technician, another statement' },
      ],
    },
    ...(values['what'] === OTHER
      ? [
          {
            kind: 'text',
            name: 'id',
            label: 'Its name',
            hint: 'The id of the statement, or the name of the key, such as US-MA/orders-2026.',
            max: 100,
          } as const,
        ]
      : []),
    { kind: 'long-text', name: 'why', label: 'Why', hint: 'Everybody can read it.', max: 200 },
    { kind: 'text', name: 'cites', label: 'The law it is done by', optional: true },
  ]
  return (
    <>
      <Panel title="What is withdrawn">
        <p>
          Cars, benches and servers refuse it as soon as the list reaches them. What a car was given before stays: a
          date never comes back.
        </p>
        <Form
          label="Withdrawal"
          fields={fields}
          send="Go on to sign"
          zone={zone}
          onSend={async (body) => {
            const before = await newestWithdrawals(jurisdiction)
            const id = String(body['what'] === OTHER ? body['id'] : body['what'])
            const at = instant(Math.floor(shelf.asOf / 1_000) * 1_000)
            const others = (before?.revoked ?? []).filter((one) => one.id !== id)
            const draft: Draft = {
              id: freshId('withdrawals', jurisdiction, civilDateOf(shelf.asOf, zone)),
              subject: jurisdiction,
              cites: linesIn(body['cites']),
              lastsDays: LASTS_DAYS,
              body: {
                kind: 'revocations',
                number: (before?.number ?? 0) + 1,
                revoked: [...others, { id, at, why: String(body['why']) }],
              },
            }
            setWritten({ draft, heard: { at: shelf.asOf, own: shelf.ownAt } })
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
