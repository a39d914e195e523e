import type { ReactNode } from 'react'
import type { Tone } from '../../ui/Panel.tsx'
import style from './BigPanel.module.css'

type Props = { readonly tone: Tone; readonly title: string; readonly children: ReactNode }

/** The one status of the page, large. Calm looks calm; urgent looks urgent, and says so in words. */
export const BigPanel = ({ tone, title, children }: Props): ReactNode => (
  <section className={style['big']} data-tone={tone} aria-label="Your status">
    <header>
      <Sign tone={tone} />
      <h1>{title}</h1>
    </header>
    <div className={style['body']}>{children}</div>
  </section>
)

const signs: { readonly [T in Tone]: string } = {
  calm: 'm8 16.5 5.5 5.5L24.5 11',
  watch: 'M16 9v8m0 5v.5',
  urgent: 'M16 8.5v9m0 5v.5',
  plain: 'M10 16h12',
}

const Sign = ({ tone }: { readonly tone: Tone }): ReactNode => (
  <svg viewBox="0 0 32 32" width="40" height="40" aria-hidden="true">
    <circle cx="16" cy="16" r="15" fill="currentColor" />
    <path d={signs[tone]} fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
)
