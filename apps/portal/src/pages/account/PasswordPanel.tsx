import { type ReactNode, useState } from 'react'
import { changePassword } from '../../data/account.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'
import { Panel } from '../../ui/Panel.tsx'

const fields: readonly Field[] = [
  { kind: 'password', name: 'current', label: 'Password as it is', max: 128 },
  { kind: 'new-password', name: 'next', label: 'New password', hint: 'At least 12 characters.', max: 128 },
]

/** Another password. Every other session of the account ends. */
export function PasswordPanel(): ReactNode {
  const [done, setDone] = useState(false)
  return (
    <Panel title="Password">
      {done ? (
        <p role="status">The password is changed, and every other session of your account has ended.</p>
      ) : (
        <Form
          label="Change the password"
          fields={() => fields}
          send="Change it"
          onSend={async ({ current, next }) => {
            await changePassword(String(current), String(next))
            setDone(true)
          }}
        />
      )}
    </Panel>
  )
}
