import type { ReactNode } from 'react'
import style from './LawQuote.module.css'

/** What a rule rests on: words of the law, the text it was read in, or an assumption that says it is one. */
export type Ground =
  | { readonly kind: 'cited'; readonly source: string; readonly section: string; readonly quote: string }
  | {
      readonly kind: 'researched'
      readonly clause: string
      readonly address: string
      readonly grade: 'A' | 'B'
      readonly gist: string
    }
  | { readonly kind: 'assumed'; readonly from: string; readonly why: string }

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
