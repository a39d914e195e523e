import type { ReactNode } from 'react'
import style from './Scroll.module.css'

/** What is wider than a phone scrolls in a frame of its own, which the keyboard reaches. */
export const Scroll = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll the frame
  <section className={style['scroll']} aria-label={label} tabIndex={0}>
    {children}
  </section>
)
