import type { ReactNode } from 'react'
import type { Ground } from '../data/ground.ts'
import style from './LawQuote.module.css'

/** The law in its own words, with where they stand. An assumption is never dressed as law. */
export function LawQuote({ law }: { readonly law: Ground }): ReactNode {
  if (law.kind === 'assumed') {
    return (
      <p className={style['assumed']}>
        <strong>Assumption, not law.</strong> {law.why} Taken from {law.from}.
      </p>
    )
  }
  if (law.kind === 'researched') {
    return (
      <figure className={style['law']}>
        <p>{law.gist}</p>
        <figcaption>
          In our words, from <a href={law.address}>{law.clause}</a>
          {law.grade === 'A' ? '' : ', as others report it'}
        </figcaption>
      </figure>
    )
  }
  if (law.kind === 'ordered') {
    return (
      <figure className={style['law']}>
        <p>{law.reason}</p>
        <figcaption>
          Order {law.order} of {law.issuer}
          {law.cites.length === 0 ? '' : `, under ${law.cites.join(' and ')}`}
        </figcaption>
      </figure>
    )
  }
  return (
    <figure className={style['law']}>
      <blockquote>“{law.quote}”</blockquote>
      <figcaption>
        {sourceTitles[law.source] ?? law.source}, {law.section}
      </figcaption>
    </figure>
  )
}

const sourceTitles: Readonly<Record<string, string>> = {
  'massachusetts-rmv-iid-program': 'Massachusetts Registry of Motor Vehicles, Ignition Interlock Program',
  'maine-29-250-cmr-8-4': 'Maine, 29-250 CMR chapter 8',
}
