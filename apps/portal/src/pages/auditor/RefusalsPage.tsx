import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readRefusals } from '../../data/care.ts'
import { roleWords } from '../../data/places.ts'
import { isPerson } from '../../data/session.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import table from '../authority/Queue.module.css'

/** Calls of people and programs of the jurisdiction that were refused: who tried what, and when. */
export function RefusalsPage(): ReactNode {
  const query = useQuery({ queryKey: ['refusals'], queryFn: ({ signal }) => readRefusals(signal) })
  return (
    <Shell title="Refusals" wide>
      <h1>Refusals</h1>
      <p>Who asked for something that their role does not give them. Each attempt is kept.</p>
      {query.isError ? (
        <Trouble cause={query.error} what="the refusals" again={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting for="the refusals" />
      ) : query.data.length === 0 ? (
        <Panel title="Nobody was refused anything" role="status">
          <p>The first attempt appears here as soon as there is one.</p>
        </Panel>
      ) : (
        <table className={table['table']}>
          <caption className="visually-hidden">Refusals</caption>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">When</th>
              <th scope="col">Why not</th>
            </tr>
          </thead>
          <tbody>
            {query.data.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {one.name}, {isPerson(one.role) ? roleWords[one.role] : one.role}
                </th>
                <td className={table['id']}>{one.path}</td>
                <td>
                  <Moment at={one.at} zone="UTC" />
                </td>
                <td>{one.code}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Shell>
  )
}
