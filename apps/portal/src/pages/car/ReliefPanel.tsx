import type { Instant } from '@keyturn/domain/units.ts'
import { type ReactNode, useEffect, useState } from 'react'
import { everySecond, ownNow } from '../../data/clock.ts'
import { dayWords } from '../../ui/day-words.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Tag } from '../case/Tag.tsx'
import type { LinkState } from './link-state.ts'
import style from './Relief.module.css'
import type { Relief } from './relief-state.ts'

/** What relief this car has: an override that runs, dates that were moved, orders it holds, mirrors it reads. */
export function ReliefPanel({ state: { relief, timeZone, at } }: { readonly state: LinkState }): ReactNode {
  if (relief === null) return null
  const { override, moved, orders, mirrors } = relief
  if (override === null && moved.length === 0 && orders.length === 0 && mirrors.length === 0) return null
  return (
    <Panel title="Orders in this car">
      {override === null ? null : <Override {...override} zone={timeZone} at={at} />}
      {moved.length === 0 ? null : (
        <ul className={style['rows']}>
          {moved.map(({ of, rule, from, to, order, cites }) => (
            <li key={`${of} ${rule}`}>
              <strong>
                {dates[of]}: {dayWords(to)} instead of {dayWords(from)}
              </strong>
              <p className={style['soft']}>
                By {nameOf(order)}
                {cites.length === 0 ? '' : `, under ${cites.join('; ')}`}
              </p>
            </li>
          ))}
        </ul>
      )}
      <Orders orders={orders} zone={timeZone} />
      <Mirrors mirrors={mirrors} zone={timeZone} />
    </Panel>
  )
}

const dates = {
  'service-visit': 'Next visit',
  'violations-service': 'Service after violations',
  'lockout-visit': 'Drive to a visit until',
} as const

/** A telephone code stands in the records under a name of its own: `code-authority-3`. */
function nameOf(order: string): string {
  const [, giver, counter] = /^code-(authority|vendor)-(\d+)$/.exec(order) ?? []
  return giver === undefined
    ? order.startsWith('order')
      ? order
      : `order ${order}`
    : `telephone code ${counter ?? ''} of the ${giver}`
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

type OverrideProps = { readonly by: string; readonly until: Instant; readonly zone: string; readonly at: Instant }

/** The countdown goes by the car's clock: this page's only says how long ago the car last spoke. */
function Override({ by, until, zone, at }: OverrideProps): ReactNode {
  const [heard, setHeard] = useState({ at, own: ownNow() })
  const [own, setOwn] = useState(heard.own)
  if (heard.at !== at) {
    const now = ownNow()
    setHeard({ at, own: now })
    setOwn(now)
  }
  useEffect(() => everySecond(() => setOwn(ownNow())), [])
  const left = Math.max(0, until - at - (own - heard.own))
  return (
    <div className={style['answer']} data-good="true">
      <strong>An override holds: {leftWords(left)} left</strong>
      <p>
        Given by the {by}, until <Moment at={until} zone={zone} />. The car starts after a passed test; tests stay on.
      </p>
    </div>
  )
}

function leftWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const part = (n: number) => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${part(Math.floor(seconds / 60) % 60)}:${part(seconds % 60)}`
}

type OrdersProps = { readonly orders: Relief['orders']; readonly zone: string }

function Orders({ orders, zone }: OrdersProps): ReactNode {
  if (orders.length === 0) return <p className={style['soft']}>This car holds no order.</p>
  return (
    <details className={style['more']}>
      <summary>
        {orders.length === 1 ? 'The order this car holds' : `The ${orders.length} orders this car holds`}
      </summary>
      <ul className={style['rows']}>
        {orders.map(({ id, reason, cites, acceptedAt, ended }) => (
          <li key={id}>
            <strong>{sentence(nameOf(id))}</strong> {ended ? <Tag words="Ended" tone="plain" /> : null}
            <p>{reason}</p>
            <p className={style['soft']}>
              {acceptedAt === null ? 'Taken from the keypad' : 'Taken '}
              {acceptedAt === null ? null : <Moment at={acceptedAt} zone={zone} />}
              {cites.length === 0 ? '' : `, under ${cites.join('; ')}`}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}

const states = {
  fresh: { words: 'Fresh', tone: 'calm' },
  stale: { words: 'Stale', tone: 'watch' },
  lying: { words: 'Lying', tone: 'urgent' },
  silent: { words: 'Silent', tone: 'plain' },
  unasked: { words: 'Not asked yet', tone: 'plain' },
} as const

function Mirrors({ mirrors, zone }: { readonly mirrors: Relief['mirrors']; readonly zone: string }): ReactNode {
  if (mirrors.length === 0) return null
  return (
    <details className={style['more']}>
      <summary>Where this car looks for orders</summary>
      <ul className={style['rows']}>
        {mirrors.map(({ address, state, words, number, at }) => (
          <li key={address}>
            <span className={style['address']}>{address}</span> <Tag {...states[state]} />
            <p className={style['soft']}>
              {words}
              {number === null ? '' : `, list ${number}`}
              {at === null ? null : (
                <>
                  , asked <Moment at={at} zone={zone} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}
