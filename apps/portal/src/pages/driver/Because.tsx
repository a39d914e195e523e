import type { ReactNode } from 'react'
import type { Finding } from '../../data/status.ts'
import { Moment } from '../../ui/Moment.tsx'
import style from './Because.module.css'

type Props = { readonly facts: readonly Finding['because'][number][]; readonly zone: string }

/** The records that something rests on, each with its number in the log, so that anybody can look it up. */
export const Because = ({ facts, zone }: Props): ReactNode => (
  <ul className={style['because']} aria-label="Because of these records">
    {facts.map((fact) => (
      <li key={`${fact.device} ${fact.seq}`}>
        <p>{fact.words}</p>
        <p>
          <Moment at={fact.at} zone={zone} /> · record {fact.seq}
        </p>
      </li>
    ))}
  </ul>
)
