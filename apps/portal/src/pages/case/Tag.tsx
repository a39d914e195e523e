import type { ReactNode } from 'react'
import type { Tone } from '../../ui/Panel.tsx'
import style from './Case.module.css'

/** One word on how something stands. The colour repeats what the word says. */
export const Tag = ({ words, tone }: { readonly words: string; readonly tone: Tone }): ReactNode => (
  <span className={style['tag']} data-tone={tone}>
    {words}
  </span>
)
