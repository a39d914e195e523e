import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { acceptInvitation, lookAtInvitation } from '../../data/care.ts'
import { roleWords } from '../../data/places.ts'
import { isPerson } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './SignIn.module.css'

/** An invitation by its link: what it is for, and the password that makes the account. */
export function JoinPage(): ReactNode {
  // What stands after the # is never sent to a server, so it is in no log.
  const secret = useLocation().hash.slice(1)
  const [done, setDone] = useState(false)
  const query = useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => lookAtInvitation(secret),
    enabled: secret !== '' && !done,
    retry: false,
  })
  const seen = query.data
  return (
    <Shell title="Your invitation">
      <h1>Your invitation</h1>
      <div className={style['narrow']}>
        {done ? (
          <Panel tone="calm" title="Your account is made" role="status">
            <p>
              <Link to="/sign-in">Sign in with your e-mail address and the password.</Link>
            </p>
          </Panel>
        ) : secret === '' ? (
          <Panel title="This link is not whole" role="alert">
            <p>Open the link of the mail as it stands there, to its very end.</p>
          </Panel>
        ) : query.isError ? (
          <Trouble cause={query.error} what="the invitation" again={() => void query.refetch()} />
        ) : seen === undefined ? (
          <Waiting for="the invitation" />
        ) : (
          <Panel title={isPerson(seen.role) ? roleWords[seen.role] : seen.role}>
            <p>
              {seen.invitedBy} invites {seen.email}
              {seen.case === null ? '' : ` to follow case ${seen.case}`}
              {seen.jurisdiction === null ? '' : `, ${seen.jurisdiction}`}
              {seen.vendor === null ? '' : `, ${seen.vendor}`}. The invitation holds until{' '}
              <Moment at={seen.expiresAt} zone="UTC" />.
            </p>
            <Form
              label="Accept the invitation"
              fields={() => [
                { kind: 'text', name: 'name', label: 'Your name', initial: seen.name, max: 120 },
                {
                  kind: 'new-password',
                  name: 'password',
                  label: 'Password',
                  hint: 'At least 12 characters.',
                  max: 128,
                },
              ]}
              send="Make my account"
              onSend={async ({ name, password }) => {
                await acceptInvitation(secret, String(name), String(password))
                setDone(true)
              }}
            />
          </Panel>
        )}
      </div>
    </Shell>
  )
}
