import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { fileAddress, makeFile, markSent } from '../../data/reports.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Panel } from '../../ui/Panel.tsx'

type Made = { readonly file: string; readonly records: number; readonly isSent: boolean }

const fields: readonly Field[] = [
  { kind: 'text', name: 'jurisdiction', label: 'To the authority of', hint: 'Such as US-ME.', max: 5, capitals: true },
  {
    kind: 'choice',
    name: 'format',
    label: 'As',
    initial: 'json',
    options: [
      { value: 'json', words: 'JSON' },
      { value: 'csv', words: 'CSV' },
      { value: 'fixed', words: 'Fixed width' },
    ],
  },
]

/** Puts what is due into a file for an authority; it counts as delivered when somebody says so. */
export function ReportFile({ onChanged }: { readonly onChanged: () => void }): ReactNode {
  const [made, setMade] = useState<Made | null>(null)
  const [failure, setFailure] = useState<{ readonly cause: unknown } | null>(null)
  const deliver = async (file: string) => {
    setFailure(null)
    try {
      await markSent(file)
      setMade((before) => (before === null ? null : { ...before, isSent: true }))
      onChanged()
    } catch (cause) {
      setFailure({ cause })
    }
  }
  return (
    <Panel title="Make a file of what is due">
      <Form
        label="Make a file"
        fields={() => fields}
        send="Make the file"
        onSend={async ({ jurisdiction, format }) => {
          const { file, records } = await makeFile(String(jurisdiction), String(format))
          setMade({ file, records: records.length, isSent: false })
          onChanged()
        }}
      />
      {made === null ? null : (
        <div role="status">
          <p>
            The file has {made.records} {made.records === 1 ? 'report' : 'reports'}.{' '}
            <a href={fileAddress(made.file)} download>
              Download it
            </a>
          </p>
          {made.isSent ? (
            <p>It is marked as delivered.</p>
          ) : (
            <Button variant="outline" onClick={() => void deliver(made.file)}>
              It has been delivered
            </Button>
          )}
        </div>
      )}
      {failure === null ? null : <Refusal cause={failure.cause} />}
    </Panel>
  )
}
