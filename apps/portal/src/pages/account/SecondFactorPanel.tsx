import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { beginSecondFactor, type SetUp } from '../../data/account.ts'
import { giveCode, type Me, SESSION } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './Account.module.css'
import { QrCode } from './QrCode.tsx'

type Props = { readonly state: Me['secondFactor'] }

const leads: { readonly [S in Me['secondFactor']]: string } = {
  'to-set-up': 'Your role needs a second factor. Nothing else can be done before it is set up.',
  'not-needed': 'You have none. With one, a stolen password is not enough.',
  'to-give': 'This session has not given it yet. Sign in again.',
  given: 'It is set up, and this session has given it.',
}

/** The second factor: a code that an app on a phone makes anew every half minute. */
export function SecondFactorPanel({ state }: Props): ReactNode {
  const queries = useQueryClient()
  const [setUp, setSetUp] = useState<SetUp | null>(null)
  return (
    <Panel title="Second factor" tone={state === 'to-set-up' ? 'watch' : 'plain'}>
      <p>{leads[state]}</p>
      {setUp !== null ? (
        <Finish
          setUp={setUp}
          onDone={async () => {
            setSetUp(null)
            await queries.invalidateQueries({ queryKey: SESSION })
          }}
        />
      ) : state === 'to-set-up' || state === 'not-needed' ? (
        <Form
          label="Set up the second factor"
          fields={() => [
            {
              kind: 'password',
              name: 'password',
              label: 'Your password',
              hint: 'Leave it empty if you sign in through your agency.',
              optional: true,
              max: 128,
            },
          ]}
          send="Set it up"
          onSend={async ({ password }) =>
            setSetUp(await beginSecondFactor(password === null ? null : String(password)))
          }
        />
      ) : null}
    </Panel>
  )
}

type FinishProps = { readonly setUp: SetUp; readonly onDone: () => Promise<void> }

const Finish = ({ setUp, onDone }: FinishProps): ReactNode => (
  <>
    <p>
      Point your authenticator app at this picture, or type in the secret:{' '}
      <span className={style['secret']}>{new URL(setUp.totpUri).searchParams.get('secret')}</span>
    </p>
    <QrCode text={setUp.totpUri} label="Address for the authenticator app" />
    <p>
      <strong>Write these backup codes down now.</strong> Each lets you in once when you do not have the phone. They are
      not shown again.
    </p>
    <ul className={style['backup']} aria-label="Backup codes">
      {setUp.backupCodes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
    <Form
      label="Finish with a code"
      fields={() => [{ kind: 'code', name: 'code', label: 'Six digits from the app', max: 6 }]}
      send="Finish"
      onSend={async ({ code }) => {
        await giveCode(String(code))
        await onDone()
      }}
    />
  </>
)
