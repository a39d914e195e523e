import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { paperAddress } from '../../data/cases.ts'
import { type Letter, readLetters } from '../../data/letters.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import style from './Case.module.css'
import { Tag } from './Tag.tsx'

/** Letters and proofs: what was confirmed, allowed, certified and booked (OUT-8). Nothing where there are none. */
export function LettersPanel({ caseId, zone }: { readonly caseId: string; readonly zone: string }): ReactNode {
  const query = useQuery({ queryKey: ['letters', caseId], queryFn: ({ signal }) => readLetters(caseId, signal) })
  if (query.isError) return <Trouble cause={query.error} what="the letters" again={() => void query.refetch()} />
  if (query.data === undefined || query.data.length === 0) return null
  return (
    <Panel title="Letters and proofs">
      <ul className={style['rows']}>
        {query.data.map((letter) => (
          <LetterLine key={letter.id} of={letter} caseId={caseId} zone={zone} />
        ))}
      </ul>
    </Panel>
  )
}

type Props = { readonly of: Letter; readonly caseId: string; readonly zone: string }

const LetterLine = ({ of, caseId, zone }: Props): ReactNode => (
  <li>
    <div className={style['line']}>
      <h3>{of.title}</h3>
      {of.counts ? (
        <Tag words={kinds[of.kind] ?? of.kind} tone="plain" />
      ) : (
        <Tag words="Does not count" tone="urgent" />
      )}
    </div>
    <p className={style['letter']}>{of.words}</p>
    {of.next === null ? null : <p>What to do next: {of.next}</p>}
    <p className={style['soft']}>
      {of.from}, <Moment at={of.at} zone={zone} />
      {of.until === null ? null : (
        <>
          , holds until <Moment at={of.until} zone={zone} />
        </>
      )}
    </p>
    <p>Proof: {of.proof}</p>
    {of.documents.length === 0 && of.file === null ? null : (
      <ul className={style['refs']}>
        {of.documents.map(({ id, name }) => (
          <li key={id}>
            <a href={paperAddress(caseId, id)} download={name}>
              {name}
            </a>
          </li>
        ))}
        {of.file === null ? null : (
          <li>
            <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(of.file)}`} download={`${of.id}.txt`}>
              The signed file
            </a>
            , which anybody can check with “keyturn verify”
          </li>
        )}
      </ul>
    )}
  </li>
)

const kinds: Readonly<Record<string, string>> = {
  confirmation: 'Confirmed',
  exception: 'Allowed',
  certificate: 'Certified',
  booking: 'Booked',
}
