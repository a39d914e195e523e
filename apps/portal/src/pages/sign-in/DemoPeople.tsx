import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { homeOf, roleWords } from '../../data/places.ts'
import { type DemoAccount, demoSignIn, isPerson, readDemoAccounts } from '../../data/session.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import style from './SignIn.module.css'

/** The people of a public demo: one click and one is one of them. Nothing where there is no demo. */
export function DemoPeople(): ReactNode {
  const accounts = useQuery({ queryKey: ['demo-accounts'], queryFn: ({ signal }) => readDemoAccounts(signal) })
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [taking, setTaking] = useState<string | null>(null)
  const [failure, setFailure] = useState<{ readonly cause: unknown } | null>(null)
  const take = async ({ email, role }: DemoAccount) => {
    setTaking(email)
    setFailure(null)
    try {
      await demoSignIn(email)
      queries.clear()
      await navigate(isPerson(role) ? homeOf(role) : '/')
    } catch (cause) {
      setFailure({ cause })
    } finally {
      setTaking(null)
    }
  }
  if (accounts.data === undefined || accounts.data.length === 0) return null
  return (
    <section aria-labelledby="people" className={style['demo']}>
      <h2 id="people">Be somebody of the demo</h2>
      <p className={style['soft']}>One click signs you in. Nothing here is a real person’s.</p>
      <ul className={style['people']}>
        {accounts.data.map((account) => (
          <li key={account.email}>
            <p className={style['role']}>{roleWords[account.role]}</p>
            <p>{account.name}</p>
            <p className={style['soft']}>{account.jurisdiction ?? account.vendor ?? ' '}</p>
            <Button
              variant="outline"
              loading={taking === account.email}
              onClick={() => void take(account)}
              aria-label={`Sign in as ${account.name}, ${roleWords[account.role]}`}
            >
              Sign in
            </Button>
          </li>
        ))}
      </ul>
      {failure === null ? null : <Refusal cause={failure.cause} />}
    </section>
  )
}
