import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Power, readServerPower, switchServer } from '../../data/demo.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import style from './LogPanel.module.css'
import type { LinkState } from './link-state.ts'

type Props = { readonly state: LinkState; readonly control: string | null }

/** How much of the log a server has confirmed, and the switch that shows that the car does not need one. */
export function LogPanel({ state: { log, timeZone }, control }: Props): ReactNode {
  const waiting = Math.max(0, log.seq - log.receiptedSeq)
  return (
    <Panel title="The log and the server">
      <dl className={style['numbers']}>
        <Count name="recorded" is={log.seq} />
        <Count name="receipted" is={log.receiptedSeq} />
        <Count name="waiting" is={waiting} />
      </dl>
      <p>
        {log.lastUploadAt === null ? (
          'Nothing has been uploaded yet.'
        ) : (
          <>
            Last upload <Moment at={log.lastUploadAt} zone={timeZone} />.
          </>
        )}{' '}
        The car keeps every record until a server has signed for it, and after that too.
      </p>
      {log.lastError === null ? null : <p className={style['error']}>Last attempt: {log.lastError}</p>}
      {control === null ? null : <ServerSwitch control={control} waiting={waiting} />}
    </Panel>
  )
}

const Count = ({ name, is }: { readonly name: string; readonly is: number }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{is}</dd>
  </div>
)

function ServerSwitch({ control, waiting }: { readonly control: string; readonly waiting: number }): ReactNode {
  const queries = useQueryClient()
  const key = ['server-power', control]
  const power = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readServerPower(control, signal),
    refetchInterval: 5_000,
  })
  const change = useMutation({
    mutationFn: (to: Power) => switchServer(control, to),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  if (power.data === undefined) {
    return power.isError ? <Trouble cause={power.error} what="The server’s switch" /> : <p>Asking about the server …</p>
  }
  const on = power.data === 'on'
  const to = on ? 'off' : 'on'
  return (
    <div className={style['switch']} data-on={on}>
      <p role="status">
        <strong>The server is {on ? 'on' : 'off'}.</strong>{' '}
        {on
          ? 'Switch it off and drive: the car decides by itself.'
          : `The car goes on without it: ${waiting} ${waiting === 1 ? 'record waits' : 'records wait'} in the car until it is back.`}
      </p>
      <Button loading={change.isPending} variant={on ? 'default' : 'filled'} onClick={() => change.mutate(to)}>
        Switch the server {to}
      </Button>
      {change.isError ? <Trouble cause={change.error} what="The switch" /> : null}
    </div>
  )
}
