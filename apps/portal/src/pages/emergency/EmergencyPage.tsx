import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { contactsQuery } from '../../data/contacts.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { ContactsPanel } from './ContactsPanel.tsx'
import style from './EmergencyPage.module.css'
import { HELP, NEVER, PAPERS, SYMPTOMS } from './steps.ts'

/** What to do when the unit fails (OUT-11). Kept on the phone, served by the car: it is there when nothing else is. */
export function EmergencyPage(): ReactNode {
  const contacts = useQuery(contactsQuery)
  return (
    <Shell title="When the car does not start">
      <h1>When the car does not start</h1>
      <Panel tone="watch" title="First">
        <ol className={style['steps']}>
          <li>Are you in danger, or is anybody hurt? Call 911. No unit and no rule comes before that.</li>
          <li>Note the time, and take a picture of what the unit shows.</li>
          <li>Find below what you see, and do only that.</li>
        </ol>
        <p>This page works without network. Open it once on your phone, and it is kept there.</p>
      </Panel>

      <Panel title="What do you see?">
        <div className={style['symptoms']}>
          {SYMPTOMS.map(({ sees, do: steps }) => (
            <details key={sees}>
              <summary>{sees}</summary>
              <ol className={style['steps']}>
                {steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </details>
          ))}
        </div>
      </Panel>

      <Panel tone="urgent" title="What not to do">
        <p>All of this looks like tampering, whatever the reason was:</p>
        <ul className={style['points']}>
          {NEVER.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </Panel>

      <ContactsPanel known={contacts.data} />

      <Panel title="What can help, even with every server down">
        <dl className={style['help']}>
          {HELP.map(({ name, words }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <p>
          <Link to="/orders">Orders and outages</Link> are kept on your phone too, as far as it has seen them.
        </p>
      </Panel>

      <Panel title="What to keep">
        <p>What an outage caused is kept apart from what you did. These make that quick to show:</p>
        <ul className={style['points']}>
          {PAPERS.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </Panel>
    </Shell>
  )
}
