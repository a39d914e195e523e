import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { endSession, readSessions } from '../../data/account.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Account.module.css'

/** Where the account is signed in, and the way to end each. */
export function SessionsPanel(): ReactNode {
  const query = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => readSessions(signal) })
  const [failure, setFailure] = useState<{ readonly cause: unknown } | null>(null)
  const end = async (id: string) => {
    setFailure(null)
    try {
      await endSession(id)
      await query.refetch()
    } catch (cause) {
      setFailure({ cause })
    }
  }
  if (query.isError) return <Trouble cause={query.error} what="your sessions" again={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting for="your sessions" />
  return (
    <Panel title="Where you are signed in">
      <ul className={style['sessions']}>
        {query.data.map((one) => (
          <li key={one.id}>
            <div>
              <p>
                {one.agent === '' ? 'An unnamed browser' : one.agent}
                {one.current ? ' (this one)' : ''}
              </p>
              <p className={style['soft']}>
                From {one.address}, since <Moment at={one.beganAt} zone="UTC" />, until{' '}
                <Moment at={one.endsAt} zone="UTC" />
              </p>
            </div>
            {one.current ? null : (
              <Button
                variant="outline"
                onClick={() => void end(one.id)}
                aria-label={`End the session from ${one.address}`}
              >
                End it
              </Button>
            )}
          </li>
        ))}
      </ul>
      {failure === null ? null : <Refusal cause={failure.cause} />}
    </Panel>
  )
}
