import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import type { Problem } from '../data/http.ts'
import { Panel } from './Panel.tsx'

type Props = { readonly what: string; readonly problem: Problem | null }

/** What is shown to people with an account only: the way in, which leads back here. */
export function SignInFirst({ what, problem }: Props): ReactNode {
  const { pathname, search } = useLocation()
  const second = problem?.code === 'second-factor-required'
  return (
    <Panel title={second ? 'Your second factor first' : 'Please sign in'} role="alert">
      <p>{second ? problem?.detail : `To show ${what} we have to know who you are.`}</p>
      <div>
        <Button
          component={Link}
          to={second ? '/account' : `/sign-in?then=${encodeURIComponent(`${pathname}${search}`)}`}
        >
          {second ? 'To my account' : 'Sign in'}
        </Button>
      </div>
    </Panel>
  )
}
