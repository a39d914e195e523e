import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { giveBackupCode, giveCode } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'
import { Panel } from '../../ui/Panel.tsx'

type Props = { readonly onDone: () => Promise<void>; readonly onBack: () => void }
type Way = 'app' | 'backup'

const ways: { readonly [W in Way]: { readonly field: Field; readonly other: string } } = {
  app: {
    field: { kind: 'code', name: 'code', label: 'Six digits from your authenticator app', max: 6 },
    other: 'I cannot use the app: take a backup code',
  },
  backup: {
    field: { kind: 'code', name: 'code', label: 'One of your backup codes', hint: 'Each works once.', max: 40 },
    other: 'Take the code of the app',
  },
}

/** The second factor: a code of the app, or one of the backup codes. */
export function CodeForm({ onDone, onBack }: Props): ReactNode {
  const [way, setWay] = useState<Way>('app')
  return (
    <Panel title="Your second factor">
      <Form
        key={way}
        label="Second factor"
        fields={() => [ways[way].field]}
        send="Go on"
        onSend={async ({ code }) => {
          await (way === 'app' ? giveCode : giveBackupCode)(String(code))
          await onDone()
        }}
      />
      <div>
        <Button variant="subtle" onClick={() => setWay(way === 'app' ? 'backup' : 'app')}>
          {ways[way].other}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          Start again
        </Button>
      </div>
    </Panel>
  )
}
