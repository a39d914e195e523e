import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Form } from '../../ui/form/Form.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import style from './Bench.module.css'
import { carryTo, collectFrom, keepFile, readMirrors } from './bench.ts'
import type { BenchState, CarriedFile } from './bench-state.ts'

/** Kinds that a device takes. The others are here for the bench itself. */
const FOR_CARS: readonly string[] = ['order', 'override', 'revocations', 'configuration']

/** Orders and other signed files: carried from mirrors or another car to the car at this bench. */
export function CarryPanel({ bench }: { readonly bench: BenchState }): ReactNode {
  const client = useQueryClient()
  const [unit, setUnit] = useState(bench.units[0] ?? '')
  const [told, setTold] = useState<string | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['bench'] })
  const carry = useMutation({
    mutationFn: ({ file }: CarriedFile) => carryTo(unit, file),
    onSuccess: ({ outcome, words }) => setTold(outcome === 'accepted' ? words : `The car refused it: ${words}`),
  })
  const collect = useMutation({
    mutationFn: () => collectFrom(unit),
    onSuccess: async ({ fresh, refused }) => {
      setTold(`${fresh} new files came from the car${refused > 0 ? `; ${refused} do not hold and were left` : ''}.`)
      await refresh()
    },
  })
  const mirrors = useMutation({
    mutationFn: readMirrors,
    onSuccess: async ({ fresh, health }) => {
      setTold([`${fresh} new files.`, ...health.map(({ mirror, words }) => `${mirror}: ${words}.`)].join(' '))
      await refresh()
    },
  })
  const failed = carry.error ?? collect.error ?? mirrors.error
  const files = bench.carried.filter(({ kind }) => FOR_CARS.includes(kind))
  return (
    <Panel title="Carry an order">
      <p>The car verifies each file itself; whoever brings it adds nothing to it.</p>
      <label className={style['field']}>
        <span>Address of the car that gets or gives files</span>
        <input value={unit} onChange={({ currentTarget }) => setUnit(currentTarget.value)} />
      </label>
      {files.length === 0 ? <p>This bench carries none yet.</p> : null}
      <ul className={style['rows']}>
        {files.map((one) => (
          <li key={one.sha256}>
            <div className={style['line']}>
              <h3>
                {one.kind} {one.id}
              </h3>
              <Button variant="default" loading={carry.isPending} onClick={() => carry.mutate(one)}>
                Hand it to the car<span className="visually-hidden">: {one.id}</span>
              </Button>
            </div>
            <p className={style['soft']}>
              By {one.issuer}, good until <Moment at={one.until} zone={ownZone()} />
            </p>
          </li>
        ))}
      </ul>
      {told === null ? null : <p role="status">{told}</p>}
      {failed === null ? null : <Trouble cause={failed} what="Carrying" />}
      <div className={style['buttons']}>
        <Button variant="default" loading={collect.isPending} onClick={() => collect.mutate()}>
          Take what the car holds
        </Button>
        {bench.mirrors.length === 0 ? null : (
          <Button variant="default" loading={mirrors.isPending} onClick={() => mirrors.mutate()}>
            Look at the mirrors
          </Button>
        )}
      </div>
      <details className={style['more']}>
        <summary>Add a file by hand</summary>
        <Form
          label="Add a statement file"
          send="Add the file"
          fields={() => [
            {
              kind: 'long-text',
              name: 'file',
              label: 'The text of the file',
              hint: 'As a mirror, an e-mail or a QR code gives it: a few long lines.',
              max: 65_536,
            },
          ]}
          onSend={async ({ file }) => {
            const text = String(file)
            const { id, kind } = await keepFile(text.endsWith('\n') ? text : `${text}\n`)
            setTold(`The ${kind} ${id} holds and is kept.`)
            await refresh()
          }}
        />
      </details>
    </Panel>
  )
}
