import type { ReactNode } from 'react'
import { signIn } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'

type Props = { readonly onSecond: () => void; readonly onDone: () => Promise<void> }

const fields: readonly Field[] = [
  { kind: 'email', name: 'email', label: 'E-mail address' },
  { kind: 'password', name: 'password', label: 'Password' },
]

export const PasswordForm = ({ onSecond, onDone }: Props): ReactNode => (
  <Form
    label="Sign in"
    fields={() => fields}
    send="Sign in"
    onSend={async ({ email, password }) => {
      const next = await signIn(String(email), String(password))
      if (next === 'second-factor') onSecond()
      else await onDone()
    }}
  />
)
