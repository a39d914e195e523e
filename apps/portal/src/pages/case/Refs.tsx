import type { ReactNode } from 'react'
import type { CaseRef } from '../../data/cases.ts'
import { Moment } from '../../ui/Moment.tsx'
import style from './Case.module.css'

type Props = { readonly refs: readonly CaseRef[]; readonly zone: string; readonly max?: number }

const REFS_MAX = 8

/** What something rests on: facts of the case and records of devices, each with its number, so that all can look. */
export const Refs = ({ refs, zone, max = REFS_MAX }: Props): ReactNode =>
  refs.length === 0 ? null : (
    <ul className={style['refs']} aria-label="Because of these">
      {refs.slice(0, max).map((ref) => (
        <li key={`${ref.of === 'case' ? '' : ref.device} ${ref.seq}`}>
          <p>{ref.words}</p>
          <p className={style['soft']}>
            <Moment at={ref.at} zone={zone} /> ·{' '}
            {ref.of === 'case' ? `fact ${ref.seq}` : `${ref.device}, record ${ref.seq}`}
          </p>
        </li>
      ))}
      {refs.length > max ? <li>{refs.length - max} more are in the history.</li> : null}
    </ul>
  )
