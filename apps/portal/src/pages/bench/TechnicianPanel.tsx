import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Form } from '../../ui/form/Form.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { lock, unlock } from './bench.ts'
import type { BenchState } from './bench-state.ts'

/** Who works here, and the passphrase that opens the key for a while. */
export function TechnicianPanel({ bench }: { readonly bench: BenchState }): ReactNode {
  const client = useQueryClient()
  const show = (state: BenchState) => client.setQueryData(['bench'], state)
  const closing = useMutation({ mutationFn: lock, onSuccess: show })
  const { technician, trouble, locked, locksAt } = bench
  if (technician === null) {
    return (
      <Panel tone="urgent" title="No technician can work here yet" role="alert">
        <p>{sentence(trouble ?? 'the bench says nothing about its technician')}</p>
      </Panel>
    )
  }
  const who = (
    <p>
      <strong>{technician.id}</strong> of {technician.center}, certified by {technician.vendor} until{' '}
      <Moment at={technician.until} zone={ownZone()} />.
    </p>
  )
  if (!locked) {
    return (
      <Panel tone="calm" title="The bench is open">
        {who}
        {locksAt === null ? null : (
          <p>
            Unused, it locks at <Moment at={locksAt} zone={ownZone()} />.
          </p>
        )}
        {closing.isError ? <Trouble cause={closing.error} what="Locking" /> : null}
        <div>
          <Button variant="default" loading={closing.isPending} onClick={() => closing.mutate()}>
            Lock the bench
          </Button>
        </div>
      </Panel>
    )
  }
  return (
    <Panel title="The bench is locked">
      {who}
      <Form
        label="Unlock the bench"
        send="Unlock"
        fields={() => [
          {
            kind: 'password',
            name: 'passphrase',
            label: 'Passphrase of your key',
            hint: 'It stays on this laptop and is not kept. Opening the key takes a second.',
            max: 1_000,
          },
        ]}
        onSend={async ({ passphrase }) => {
          show(await unlock(String(passphrase)))
        }}
      />
    </Panel>
  )
}

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`
