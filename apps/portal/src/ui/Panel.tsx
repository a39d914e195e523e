import type { ReactNode } from 'react'
import style from './Panel.module.css'

export type Tone = 'plain' | 'calm' | 'watch' | 'urgent'

type Props = {
  readonly title?: ReactNode
  readonly tone?: Tone
  /** The heading's place in the outline of the page. */
  readonly level?: 1 | 2 | 3
  readonly role?: 'alert' | 'status'
  /** Stands at the right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A titled piece of a page. The tone is also said in words by whoever writes the title: colour alone says nothing. */
export function Panel({ title, tone = 'plain', level = 2, role, aside, children }: Props): ReactNode {
  const Heading = `h${level}` as const
  return (
    <section className={style['panel']} data-tone={tone} role={role}>
      {title === undefined ? null : (
        <header className={style['head']}>
          <Heading>{title}</Heading>
          {aside}
        </header>
      )}
      <div className={style['body']}>{children}</div>
    </section>
  )
}
