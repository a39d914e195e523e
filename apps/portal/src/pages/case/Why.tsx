import type { ReactNode } from 'react'
import type { CaseRef } from '../../data/cases.ts'
import type { Ground } from '../../data/ground.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import style from './Case.module.css'
import { Refs } from './Refs.tsx'

type Props = {
  /** What is explained, for screen readers: many of these stand on a page. */
  readonly of: string
  readonly law: Ground | null
  readonly because: readonly CaseRef[]
  readonly zone: string
  readonly children?: ReactNode
}

/** The law and the facts behind one line, folded away until somebody asks. */
export const Why = ({ of, law, because, zone, children }: Props): ReactNode => (
  <details className={style['more']}>
    <summary>
      Why<span className="visually-hidden">: {of}</span>
    </summary>
    <div>
      {law === null ? null : <LawQuote law={law} />}
      <Refs refs={because} zone={zone} />
      {children}
    </div>
  </details>
)
