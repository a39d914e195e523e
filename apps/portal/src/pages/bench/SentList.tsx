import type { ReactNode } from 'react'
import style from './Bench.module.css'
import type { Sent } from './bench-state.ts'

const STATES: { readonly [S in Sent['state']]: string } = {
  open: 'Not finished',
  waiting: 'Waiting',
  refused: 'Refused',
  sent: 'Sent',
}

/** What each server has of a visit. */
export const SentList = ({ sent }: { readonly sent: readonly Sent[] }): ReactNode =>
  sent.length === 0 ? null : (
    <ul className={style['soft']}>
      {sent.map(({ server, state, words }) => (
        <li key={server}>
          <strong>{STATES[state]}</strong> · {server}: {words}
        </li>
      ))}
    </ul>
  )
