import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { openCase } from '../../data/cases.ts'
import { useSession } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

const person: readonly Field[] = [
  { kind: 'text', name: 'name', label: 'Name', hint: 'As the license has it, in any script.' },
  { kind: 'date', name: 'bornOn', label: 'Born on' },
  { kind: 'text', name: 'license.state', label: 'State of the license', hint: 'Two letters.', max: 2, capitals: true },
  { kind: 'text', name: 'license.number', label: 'License number', max: 25 },
  { kind: 'text', name: 'address.street', label: 'Street and number' },
  { kind: 'text', name: 'address.city', label: 'City or town' },
  { kind: 'text', name: 'address.state', label: 'State', hint: 'Two letters.', max: 2, capitals: true },
  { kind: 'text', name: 'address.postalCode', label: 'Postal code', max: 12 },
  { kind: 'email', name: 'email', label: 'E-mail address', optional: true },
  { kind: 'telephone', name: 'telephone', label: 'Telephone', optional: true, max: 25 },
]

/** A new case: whose it is. Why a device is required is recorded in it afterwards. */
export function OpenCasePage(): ReactNode {
  const navigate = useNavigate()
  const { data: me } = useSession()
  return (
    <Shell title="Open a case">
      <h1>Open a case</h1>
      {me === undefined ? (
        <Waiting for="your account" />
      ) : me === null ? (
        <SignInFirst what="this form" problem={null} />
      ) : (
        <Panel title="The participant">
          <Form
            label="Open a case"
            fields={() => person}
            send="Open the case"
            onSend={async (participant, key) => {
              const { case: made } = await openCase({ jurisdiction: me.jurisdiction, participant }, key)
              await navigate(`/cases/${encodeURIComponent(made)}`)
            }}
          />
        </Panel>
      )}
    </Shell>
  )
}
