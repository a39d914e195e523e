import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Panel } from '../../ui/Panel.tsx'
import { visitServiceCenter } from './link.ts'
import type { LinkState } from './link-state.ts'

type Props = { readonly state: LinkState; readonly failed: (cause: unknown) => void }

/** A visit to the service center, where the demonstration has a technician. Anywhere else this is not offered. */
export function ServicePanel({ state: { canVisit, car }, failed }: Props): ReactNode {
  const visit = useMutation({ mutationFn: visitServiceCenter, onError: failed })
  if (!canVisit) return null
  const running = car.engine === 'running'
  return (
    <Panel title="Service center">
      <p>
        A technician inspects the device, checks and calibrates it with gas from a bottle, confirms twice, and signs a
        certificate. Only that ends a lockout or moves the service date.
      </p>
      <div>
        <Button variant="default" loading={visit.isPending} disabled={running} onClick={() => visit.mutate()}>
          Take the car to the technician
        </Button>
      </div>
      {running ? <p>Switch the engine off first.</p> : null}
      {visit.isPending ? <p role="status">The technician is at work …</p> : null}
    </Panel>
  )
}
