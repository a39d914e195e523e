import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { askRecovery, recover } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import style from './SignIn.module.css'

/** A forgotten password: first a mail is asked for; its link leads back here with a secret. */
export function RecoverPage(): ReactNode {
  // What stands after the # is never sent to a server, so it is in no log.
  const token = useLocation().hash.slice(1)
  return (
    <Shell title="A new password">
      <h1>A new password</h1>
      <div className={style['narrow']}>{token === '' ? <AskForMail /> : <Choose token={token} />}</div>
    </Shell>
  )
}

function AskForMail(): ReactNode {
  const [asked, setAsked] = useState<string | null>(null)
  if (asked !== null) {
    return (
      <Panel title="Look into your mail" role="status">
        <p>
          If {asked} has an account, a link is on its way. It works once, for an hour. On a server that sends no mail,
          its administrator finds the link in the outbox.
        </p>
      </Panel>
    )
  }
  return (
    <Panel title="Where shall we write to?">
      <Form
        label="Ask for a new password"
        fields={() => [{ kind: 'email', name: 'email', label: 'E-mail address' }]}
        send="Send me a link"
        onSend={async ({ email }) => {
          await askRecovery(String(email))
          setAsked(String(email))
        }}
      />
    </Panel>
  )
}

function Choose({ token }: { readonly token: string }): ReactNode {
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <Panel tone="calm" title="Your password is changed" role="status">
        <p>
          Every session of your account has ended. <Link to="/sign-in">Sign in with the new password.</Link>
        </p>
      </Panel>
    )
  }
  return (
    <Panel title="Choose it">
      <Form
        label="Choose a new password"
        fields={() => [
          { kind: 'new-password', name: 'password', label: 'New password', hint: 'At least 12 characters.', max: 128 },
        ]}
        send="Take this password"
        onSend={async ({ password }) => {
          await recover(token, String(password))
          setDone(true)
        }}
      />
    </Panel>
  )
}
