import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { dollars, readStatement } from '../../data/money.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import style from './Case.module.css'

type Props = { readonly caseId: string; readonly own: boolean }

/** What the device has cost and what is owed, line by line, each with the rule it rests on. */
export function StatementPanel({ caseId, own }: Props): ReactNode {
  const query = useQuery({ queryKey: ['fees', caseId], queryFn: ({ signal }) => readStatement(caseId, signal) })
  if (query.isError) return <Trouble cause={query.error} what="the statement" again={() => void query.refetch()} />
  if (query.data === undefined) return null
  const { lines, charged, takenOff, paid, owed, timeZone } = query.data
  return (
    <Panel title={own ? 'What I owe' : 'Fees'} aside={<strong>{dollars(owed)}</strong>}>
      <dl className={style['pairs']}>
        <Sum name="Charged" cents={charged} />
        <Sum name="Taken off" cents={takenOff} />
        <Sum name="Paid" cents={paid} />
        <Sum name={owed < 0 ? 'To be paid back' : 'Owed'} cents={Math.abs(owed)} />
      </dl>
      {lines.length === 0 ? (
        <p>No fee has come up yet.</p>
      ) : (
        <details className={style['more']}>
          <summary>Line by line</summary>
          <div>
            <ol className={style['rows']}>
              {lines.toReversed().map((line) => (
                <li key={line.posting}>
                  <div className={style['line']}>
                    <p>{line.words}</p>
                    <strong>{dollars(line.amount)}</strong>
                  </div>
                  <p className={style['soft']}>
                    <Moment at={line.at} zone={timeZone} />. {line.law}
                  </p>
                </li>
              ))}
            </ol>
          </div>
        </details>
      )}
      <p>
        <a
          href={`/v1/cases/${encodeURIComponent(caseId)}/statement/file?format=text`}
          download={`statement-${caseId}.txt`}
        >
          Keep the statement as a file
        </a>
      </p>
    </Panel>
  )
}

const Sum = ({ name, cents }: { readonly name: string; readonly cents: number }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{dollars(cents)}</dd>
  </div>
)
