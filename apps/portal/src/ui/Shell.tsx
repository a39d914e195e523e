import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { PersonLinks } from './PersonLinks.tsx'
import style from './Shell.module.css'

type Props = {
  readonly title: string
  /** Addresses in the head of the page; the server's pages by default. */
  readonly links?: readonly NavLink[]
  readonly wide?: boolean
  /** Where the name in the head leads; another address than this one is visited, not routed to. */
  readonly home?: string
  readonly children: ReactNode
}
export type NavLink = { readonly to: string; readonly words: string; readonly elsewhere?: boolean }

const places: readonly NavLink[] = [
  { to: '/', words: 'Start' },
  { to: '/orders', words: 'Orders' },
  { to: '/emergency', words: 'Car does not start?' },
  { to: '/verify', words: 'Verify a log' },
]

/** The frame of every page: name, ways to the others, main part, foot. A change of page moves the focus to its top. */
export function Shell({ title, links, wide = false, home = '/', children }: Props): ReactNode {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const before = useRef(pathname)
  useEffect(() => {
    document.title = title === 'Keyturn' ? title : `${title} · Keyturn`
    if (before.current !== pathname) main.current?.focus()
    before.current = pathname
  }, [title, pathname])
  return (
    <div className={style['shell']} data-wide={wide}>
      <a className={style['skip']} href="#main">
        Skip to the page
      </a>
      <header className={style['head']}>
        <a className={style['mark']} href={home} aria-label="Keyturn, start page">
          <img src="/keyturn.svg" alt="" width="30" height="30" />
          <span>Keyturn</span>
        </a>
        <nav aria-label="Pages">
          <ul>
            {(links ?? places).map((link) => (
              <li key={link.to}>
                {link.elsewhere === true ? (
                  <a href={link.to}>{link.words}</a>
                ) : (
                  <Link to={link.to} aria-current={link.to === pathname ? 'page' : undefined}>
                    {link.words}
                  </Link>
                )}
              </li>
            ))}
            {links === undefined ? <PersonLinks /> : null}
          </ul>
        </nav>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={style['main']}>
        {children}
      </main>
      <footer className={style['foot']}>
        <p>
          Keyturn is open software. The car decides by itself, its log proves what happened, and every decision quotes
          the law it rests on.
        </p>
      </footer>
    </div>
  )
}
