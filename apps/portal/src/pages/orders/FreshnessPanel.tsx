import type { ReactNode } from 'react'
import type { Shelf } from '../../relief/shelf.ts'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './Orders.module.css'
import { RootPanel } from './RootPanel.tsx'

/** A phone whose clock is off by more than this is told so. */
const CLOCK_OFF_MS = 3_600_000

/** How fresh the page is, whom it was asked of, whose clock it was judged by. Nothing where all is well. */
export function FreshnessPanel({ shelf }: { readonly shelf: Shelf }): ReactNode {
  const { from, fetchedAt, mirrors, asOf, ownAt, root } = shelf
  const zone = ownZone()
  const odd = mirrors.filter(({ state }) => state === 'stale' || state === 'lying')
  const silent = mirrors.filter(({ state }) => state === 'silent')
  return (
    <>
      {from === 'kept' && fetchedAt !== null ? (
        <Panel tone="watch" title="You are offline" role="status">
          <p>
            This is what was published when this phone last asked, on <Moment at={fetchedAt} zone={zone} />. Something
            newer may exist. What you carry to a car now still counts if nothing newer has ended it.
          </p>
        </Panel>
      ) : null}
      {Math.abs(ownAt - asOf) > CLOCK_OFF_MS ? (
        <Panel tone="watch" title="The clock of this phone is off" role="status">
          <p>
            It shows <Moment at={ownAt} zone={zone} />; the server’s shows <Moment at={asOf} zone={zone} />, and this
            page goes by the server’s. A car always goes by its own clock, so this spoils nothing.
          </p>
        </Panel>
      ) : null}
      <RootPanel root={root} />
      {odd.length === 0 ? null : (
        <Panel tone="watch" title="Not every mirror can be relied on" role="status">
          <ul className={style['points']}>
            {odd.map(({ mirror, state, words }) => (
              <li key={mirror}>
                <strong>{mirror}</strong> is {state}: {words}.
              </li>
            ))}
          </ul>
          <p>The newest list that verifies is used, whoever serves it.</p>
        </Panel>
      )}
      {silent.length === 0 || from === 'kept' ? null : (
        <p className={style['soft']}>
          {silent.map(({ mirror }) => mirror).join(', ')} {silent.length === 1 ? 'does' : 'do'} not answer now.
        </p>
      )}
    </>
  )
}
