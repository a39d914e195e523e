import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { homeOf } from '../../data/places.ts'
import { isPerson, readSession, SESSION, useSession } from '../../data/session.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { AgencyWay } from './AgencyWay.tsx'
import { CodeForm } from './CodeForm.tsx'
import { DemoPeople } from './DemoPeople.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import style from './SignIn.module.css'

/** The way in: e-mail address and password, then the second factor where the account has one. */
export function SignInPage(): ReactNode {
  const [step, setStep] = useState<'password' | 'code'>('password')
  const session = useSession()
  const goOn = useGoOn()
  const waits = session.data?.secondFactor === 'to-give'
  return (
    <Shell title="Sign in">
      <h1>Sign in</h1>
      {session.data != null && !waits ? (
        <Panel tone="calm" title={`You are signed in as ${session.data.name}`}>
          <p>
            <Link to={isPerson(session.data.role) ? homeOf(session.data.role) : '/'}>Go on to your pages</Link>, or sign
            in as somebody else below.
          </p>
        </Panel>
      ) : null}
      <div className={style['narrow']}>
        {step === 'code' || waits ? (
          <CodeForm onDone={goOn} onBack={() => setStep('password')} />
        ) : (
          <Panel title="With your e-mail address">
            <PasswordForm onSecond={() => setStep('code')} onDone={goOn} />
            <p>
              <Link to="/recover">I have forgotten my password</Link>
            </p>
            <AgencyWay />
          </Panel>
        )}
        <p className={style['soft']}>
          Accounts are by invitation: your authority or your service provider sends one. The car never asks for it.
        </p>
      </div>
      <DemoPeople />
    </Shell>
  )
}

/** After the way in: to where one wanted to go, or to one's own first page. */
function useGoOn(): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  return async () => {
    // Another person's answers must not be seen by the next one.
    queries.clear()
    const me = await queries.fetchQuery({ queryKey: SESSION, queryFn: () => readSession() })
    if (me === null || !isPerson(me.role)) return
    const then = search.get('then')
    if (me.secondFactor === 'to-set-up') await navigate('/account')
    // Only a path of these pages: a link that leads elsewhere is not followed.
    else await navigate(then !== null && /^\/(?![/\\])/.test(then) ? then : homeOf(me.role))
  }
}
