import type { ReactNode } from 'react'
import type { Contact, Contacts } from '../../data/contacts.ts'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './EmergencyPage.module.css'

/** Whom to call, and since when the numbers are known here. */
export function ContactsPanel({ known }: { readonly known: Contacts | undefined }): ReactNode {
  if (known === undefined) return <Waiting for="whom to call" />
  const { contacts, at, from } = known
  return (
    <Panel title="Whom to call">
      {contacts.length === 0 ? (
        <p>
          No numbers are known here. The number of your provider stands on your contract and on the sticker of the unit;
          open this page once from the server’s address, and the numbers are kept on your phone.
        </p>
      ) : (
        groups.map(({ kind, title }) => (
          <Group key={kind} title={title} contacts={contacts.filter((one) => one.kind === kind)} />
        ))
      )}
      {from === 'kept' && at !== null ? (
        <p role="status" className={style['soft']}>
          Kept on this phone since <Moment at={at} zone={ownZone()} />. The server cannot be asked now.
        </p>
      ) : null}
    </Panel>
  )
}

const groups = [
  { kind: 'authority', title: 'Authority' },
  { kind: 'vendor', title: 'Providers' },
  { kind: 'center', title: 'Service centers' },
] as const

function Group({ title, contacts }: { readonly title: string; readonly contacts: readonly Contact[] }): ReactNode {
  if (contacts.length === 0) return null
  return (
    <div className={style['group']}>
      <h3>{title}</h3>
      <ul className={style['contacts']}>
        {contacts.map(({ id, name, telephone, address, website, states }) => (
          <li key={id}>
            <strong>{name}</strong>
            {states.length === 0 ? null : <span className={style['soft']}> · {states.join(', ')}</span>}
            {telephone === null ? null : (
              <p>
                <a href={`tel:${telephone.replaceAll(/[^+\d]/g, '')}`}>{telephone}</a>
              </p>
            )}
            {address === null ? null : <p>{address}</p>}
            {website === null ? null : (
              <p>
                <a href={website}>{website}</a>
              </p>
            )}
            {telephone === null && address === null && website === null ? (
              <p className={style['soft']}>No telephone or address is on record here.</p>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}
