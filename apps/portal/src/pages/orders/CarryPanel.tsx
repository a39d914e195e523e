import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { readToldOrders } from '../../data/orders.ts'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel } from '../../ui/Panel.tsx'
import { FileActions } from './FileActions.tsx'
import style from './Orders.module.css'

type Props = {
  /** Whose orders could concern this driver: `US-MA`. */
  readonly jurisdiction: string
  /** The device, where the page is of one. */
  readonly device?: string
}

const ASK_AGAIN_MS = 60_000

/** Orders in force that a driver can carry to the own car, kept on the phone. Nothing where there are none. */
export function CarryPanel({ jurisdiction, device }: Props): ReactNode {
  const told = useQuery({
    queryKey: ['orders-told'],
    queryFn: ({ signal }) => readToldOrders(signal),
    refetchInterval: ASK_AGAIN_MS,
  }).data
  const orders = (told?.orders ?? []).filter((one) => one.state === 'in-force' && one.jurisdiction === jurisdiction)
  if (told === undefined || orders.length === 0) return null
  return (
    <Panel tone="calm" title={orders.length === 1 ? 'An order for your car' : 'Orders for your car'}>
      <p>
        An order can move your dates. It is kept on this phone: take it to the car, and it counts there without any
        network.
      </p>
      {orders.map(({ id, words, reason, cites, file }) => (
        <div key={id} className={style['actions']}>
          <h3>
            <Link to={`/orders/${id}`}>{reason}</Link>
          </h3>
          <p>{words.filter((one) => !one.includes(reason)).join(' ')}</p>
          {cites.length === 0 ? null : <p className={style['soft']}>By {cites.join('; ')}</p>}
          <FileActions id={id} file={file} open={false} {...(device === undefined ? {} : { device })} />
        </div>
      ))}
      {told.from === 'kept' && told.at !== null ? (
        <p className={style['soft']}>
          Last asked for on <Moment at={told.at} zone={ownZone()} />.
        </p>
      ) : null}
    </Panel>
  )
}
