import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Choice } from '../../ui/Choice.tsx'
import { Form } from '../../ui/form/Form.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { meetCar } from './bench.ts'
import type { BenchState, MetCar } from './bench-state.ts'
import { MetPanel } from './MetPanel.tsx'

/** Which car: by the address of its link, which the bench usually knows. */
export function CarPanel({ bench }: { readonly bench: BenchState }): ReactNode {
  const [car, setCar] = useState<MetCar | null>(null)
  const [unit, setUnit] = useState(bench.units[0] ?? '')
  const meeting = useMutation({ mutationFn: meetCar, onSuccess: setCar })
  return (
    <>
      <Panel title="Which car">
        {bench.units.length > 1 ? (
          <Choice
            legend="Cars at this bench"
            options={bench.units.map((value) => ({ value, words: value.replace(/^https?:\/\//, '') }))}
            value={unit}
            onPick={setUnit}
          />
        ) : null}
        <Form
          key={unit}
          label="Which car"
          send="See who it is"
          fields={() => [
            {
              kind: 'text',
              name: 'unit',
              label: 'Address of the car',
              hint: 'The cable to the car gives it this address.',
              initial: unit,
            },
          ]}
          onSend={async (body) => {
            setCar(null)
            await meeting.mutateAsync(String(body['unit']))
          }}
        />
        {meeting.isPending ? <Waiting for="the car’s log, and verifying every line of it" /> : null}
      </Panel>
      {car === null ? null : <MetPanel key={`${car.device} ${car.at}`} car={car} bench={bench} />}
    </>
  )
}
