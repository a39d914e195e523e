import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Invitation, invite, readInvitations, withdrawInvitation } from '../../data/care.ts'
import { roleWords } from '../../data/places.ts'
import { isPerson, type Me, type PersonRole, useSession } from '../../data/session.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from '../case/Case.module.css'
import { Tag } from '../case/Tag.tsx'

/** Whom each role may invite; the server holds everybody to the same. */
const invitable: { readonly [R in PersonRole]?: readonly PersonRole[] } = {
  'authority-admin': ['authority-officer', 'auditor', 'authority-admin'],
  'authority-officer': ['driver'],
  'vendor-operator': ['technician', 'vendor-operator'],
}

const mails = {
  sent: 'The invitation is on its way.',
  kept: 'The invitation is in the outbox: this server sends no mail.',
  failed: 'The invitation is made, and the mail server has not taken the mail.',
} as const

/** Invitations: the way to an account. */
export function InvitationsPage(): ReactNode {
  const { data: me } = useSession()
  return (
    <Shell title="Invitations">
      <h1>Invitations</h1>
      {me === undefined ? (
        <Waiting for="your account" />
      ) : me === null ? (
        <SignInFirst what="invitations" problem={null} />
      ) : (
        <Invitations me={me} />
      )}
    </Shell>
  )
}

function Invitations({ me }: { readonly me: Me }): ReactNode {
  const query = useQuery({ queryKey: ['invitations'], queryFn: ({ signal }) => readInvitations(signal) })
  const [done, setDone] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const roles = isPerson(me.role) ? (invitable[me.role] ?? []) : []
  return (
    <>
      {roles.length === 0 ? null : (
        <Panel title="Invite somebody">
          {done === null ? null : <p role="status">{done}</p>}
          <Form
            key={round}
            label="Invite somebody"
            fields={() => fieldsFor(roles)}
            send="Invite"
            onSend={async (body) => {
              const { mail } = await invite(body)
              setDone(mails[mail])
              setRound(round + 1)
              await query.refetch()
            }}
          />
        </Panel>
      )}
      {query.isError ? (
        <Trouble cause={query.error} what="the invitations" again={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting for="the invitations" />
      ) : (
        <Panel title="Invitations so far">
          {query.data.length === 0 ? <p>None yet.</p> : null}
          <ul className={style['rows']}>
            {query.data.map((one) => (
              <Row key={one.id} of={one} onChanged={() => void query.refetch()} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}

const fieldsFor = (roles: readonly PersonRole[]): readonly Field[] => [
  { kind: 'email', name: 'email', label: 'E-mail address' },
  { kind: 'text', name: 'name', label: 'Name', max: 120 },
  {
    kind: 'choice',
    name: 'role',
    label: 'Role',
    options: roles.map((role) => ({ value: role, words: roleWords[role] })),
    initial: roles[0] ?? '',
  },
  ...(roles.includes('driver')
    ? [{ kind: 'text', name: 'case', label: 'Case', hint: 'The number of the driver’s case.', max: 40 } as const]
    : []),
]

function Row({ of, onChanged }: { readonly of: Invitation; readonly onChanged: () => void }): ReactNode {
  const [failure, setFailure] = useState<{ readonly cause: unknown } | null>(null)
  const open = of.acceptedAt === null && of.withdrawnAt === null
  const withdraw = async () => {
    try {
      await withdrawInvitation(of.id)
      onChanged()
    } catch (cause) {
      setFailure({ cause })
    }
  }
  return (
    <li>
      <div className={style['line']}>
        <h3>
          {of.name}, {isPerson(of.role) ? roleWords[of.role] : of.role}
        </h3>
        <Tag
          words={of.acceptedAt !== null ? 'Accepted' : of.withdrawnAt !== null ? 'Withdrawn' : 'Open'}
          tone={of.acceptedAt !== null ? 'calm' : open ? 'watch' : 'plain'}
        />
      </div>
      <p className={style['soft']}>
        {of.email}
        {of.case === null ? '' : `, case ${of.case}`}, invited by {of.invitedBy} <Moment at={of.invitedAt} zone="UTC" />
        , holds until <Moment at={of.expiresAt} zone="UTC" />
      </p>
      {open ? (
        <div>
          <Button variant="subtle" onClick={() => void withdraw()} aria-label={`Withdraw the invitation of ${of.name}`}>
            Withdraw
          </Button>
        </div>
      ) : null}
      {failure === null ? null : <Refusal cause={failure.cause} />}
    </li>
  )
}
