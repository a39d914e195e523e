import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { placesOf } from '../data/places.ts'
import { isPerson, useSession } from '../data/session.ts'

/** The ways of whoever is signed in; the way in for whoever is not, where people can sign in at all. */
export function PersonLinks(): ReactNode {
  const { pathname } = useLocation()
  const { data: me } = useSession()
  if (me === undefined) return null
  const links =
    me === null || !isPerson(me.role)
      ? [{ to: '/sign-in', words: 'Sign in' }]
      : [...placesOf(me.role), { to: '/account', words: me.name }]
  return links.map(({ to, words }) => (
    <li key={to}>
      <Link to={to} aria-current={to === pathname ? 'page' : undefined}>
        {words}
      </Link>
    </li>
  ))
}
