import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { roleWords } from '../../data/places.ts'
import { isPerson, signOut, useSession } from '../../data/session.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Account.module.css'
import { PasswordPanel } from './PasswordPanel.tsx'
import { SecondFactorPanel } from './SecondFactorPanel.tsx'
import { SessionsPanel } from './SessionsPanel.tsx'

/** One's own account: who one is here, the second factor, the password, and where one is signed in. */
export function AccountPage(): ReactNode {
  const session = useSession()
  const me = session.data
  return (
    <Shell title="My account">
      <h1>My account</h1>
      {session.isError ? (
        <Trouble cause={session.error} what="your account" again={() => void session.refetch()} />
      ) : me === undefined ? (
        <Waiting for="your account" />
      ) : me === null ? (
        <SignInFirst what="your account" problem={null} />
      ) : (
        <>
          <Panel title={me.name}>
            <p>
              {isPerson(me.role) ? roleWords[me.role] : me.role}
              {me.email === null ? '' : `, ${me.email}`}
              {me.jurisdiction === null ? '' : `, ${me.jurisdiction}`}
              {me.vendor === null ? '' : `, ${me.vendor}`}
            </p>
            <SignOut />
          </Panel>
          <SecondFactorPanel state={me.secondFactor} />
          {me.secondFactor === 'to-set-up' || me.secondFactor === 'to-give' ? null : (
            <>
              <PasswordPanel />
              <SessionsPanel />
            </>
          )}
        </>
      )}
    </Shell>
  )
}

function SignOut(): ReactNode {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [failure, setFailure] = useState<{ readonly cause: unknown } | null>(null)
  const leave = async () => {
    try {
      await signOut()
      queries.clear()
      await navigate('/sign-in')
    } catch (cause) {
      setFailure({ cause })
    }
  }
  return (
    <div className={style['column']}>
      <div>
        <Button variant="outline" onClick={() => void leave()}>
          Sign out
        </Button>
      </div>
      {failure === null ? null : <Refusal cause={failure.cause} />}
    </div>
  )
}
