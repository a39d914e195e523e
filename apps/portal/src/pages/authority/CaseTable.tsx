import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { CaseLine } from '../../data/cases.ts'
import { Tag } from '../case/Tag.tsx'
import { said, stages, standings } from '../case/words.ts'
import style from './Queue.module.css'

/** Cases, one a row; on a phone, one a card. */
export const CaseTable = ({ cases }: { readonly cases: readonly CaseLine[] }): ReactNode => (
  <table className={style['table']}>
    <caption className="visually-hidden">Cases</caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">License</th>
        <th scope="col">Stage</th>
        <th scope="col">Device</th>
        <th scope="col">Case</th>
      </tr>
    </thead>
    <tbody>
      {cases.map((one) => (
        <tr key={one.case}>
          <th scope="row">
            <Link to={`/cases/${encodeURIComponent(one.case)}`}>{one.name}</Link>
          </th>
          <td>{one.licenses.map(({ state, number }) => `${state} ${number}`).join(', ') || 'None on record'}</td>
          <td>
            <Tag {...said(stages, one.stage)} />
          </td>
          <td>
            <Tag {...said(standings, one.standing)} />
          </td>
          <td className={style['id']}>{one.case}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
