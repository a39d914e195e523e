import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { readOrganizations } from '../../data/cases.ts'
import { dollars, type MonthOf, readRemittance, remittanceFile } from '../../data/money.ts'
import { type Me, useSession } from '../../data/session.ts'
import { dayWords } from '../../ui/day-words.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import queue from '../authority/Queue.module.css'
import style from '../case/Case.module.css'

/** What a vendor has to pass on to an authority for a month, case by case. */
export function RemittancePage(): ReactNode {
  const { data: me } = useSession()
  return (
    <Shell title="Remittance" wide>
      <h1>Remittance</h1>
      {me === undefined ? (
        <Waiting for="your account" />
      ) : me === null ? (
        <SignInFirst what="the remittance" problem={null} />
      ) : me.vendor === null ? (
        <Panel title="This page is for vendors" role="status">
          <p>Your account belongs to no vendor.</p>
        </Panel>
      ) : (
        <Remittance me={me} vendor={me.vendor} />
      )}
    </Shell>
  )
}

function Remittance({ vendor }: { readonly me: Me; readonly vendor: string }): ReactNode {
  const id = useId()
  const [month, setMonth] = useState('')
  const [picked, setPicked] = useState<string | null>(null)
  const organizations = useQuery({ queryKey: ['organizations'], queryFn: ({ signal }) => readOrganizations(signal) })
  const own = organizations.data?.find((one) => one.id === vendor)
  const jurisdiction = picked ?? own?.jurisdictions[0] ?? ''
  if (organizations.isError) {
    return <Trouble cause={organizations.error} what="your authorities" again={() => void organizations.refetch()} />
  }
  return (
    <>
      <form className={queue['filters']} aria-label="Month" onSubmit={(event) => event.preventDefault()}>
        <div>
          <label htmlFor={`${id}-to`}>Authority</label>
          <select id={`${id}-to`} value={jurisdiction} onChange={({ currentTarget }) => setPicked(currentTarget.value)}>
            {(own?.jurisdictions ?? []).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </div>
        <div>
          <label htmlFor={`${id}-month`}>Month</label>
          <input
            id={`${id}-month`}
            type="month"
            value={month}
            onChange={({ currentTarget }) => setMonth(currentTarget.value)}
          />
        </div>
      </form>
      {/^\d{4}-\d\d$/.test(month) && jurisdiction !== '' ? (
        <Month of={{ vendor, jurisdiction, month }} />
      ) : (
        <Panel title="Pick a month" role="status">
          <p>The statement of a month is closed a day after the month has ended.</p>
        </Panel>
      )}
    </>
  )
}

function Month({ of }: { readonly of: MonthOf }): ReactNode {
  const query = useQuery({ queryKey: ['remittance', of], queryFn: ({ signal }) => readRemittance(of, signal) })
  if (query.isError) return <Trouble cause={query.error} what="the statement" again={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting for="the statement" />
  const { authority, final, opening, fees, takenBack, remitted, due, lines } = query.data
  const sums = { 'Carried over': opening, Fees: fees, 'Taken back': takenBack, 'Paid over': remitted, Due: due }
  return (
    <>
      <Panel title={`To ${authority}: ${dollars(due)}`} aside={<span>{final ? 'Closed' : 'Still open'}</span>}>
        <dl className={style['pairs']}>
          {Object.entries(sums).map(([name, cents]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{dollars(cents)}</dd>
            </div>
          ))}
        </dl>
        <p>
          <a href={remittanceFile(of)} download={`remittance-${of.jurisdiction}-${of.month}.csv`}>
            Keep the statement as a table
          </a>
        </p>
      </Panel>
      {lines.length === 0 ? null : (
        <table className={queue['table']}>
          <caption className="visually-hidden">Lines of the statement</caption>
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">What</th>
              <th scope="col">Day</th>
              <th scope="col" className={queue['money']}>
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.posting}>
                <th scope="row">{line.case}</th>
                <td>{line.words}</td>
                <td>{dayWords(line.on)}</td>
                <td className={queue['money']}>{dollars(line.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
