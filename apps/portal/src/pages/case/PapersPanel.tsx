import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { paperAddress, readPapers } from '../../data/cases.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import style from './Case.module.css'

/** The papers kept with the case, byte for byte as they came. Nothing is shown where there are none. */
export function PapersPanel({ caseId, zone }: { readonly caseId: string; readonly zone: string }): ReactNode {
  const query = useQuery({ queryKey: ['papers', caseId], queryFn: ({ signal }) => readPapers(caseId, signal) })
  if (query.isError) return <Trouble cause={query.error} what="the papers" again={() => void query.refetch()} />
  if (query.data === undefined || query.data.length === 0) return null
  return (
    <Panel title="Papers">
      <ul className={style['rows']}>
        {query.data.map(({ id, name, bytes, addedAt }) => (
          <li key={id}>
            <p>
              <a href={paperAddress(caseId, id)} download={name}>
                {name}
              </a>
            </p>
            <p className={style['soft']}>
              {Math.ceil(bytes / 1_024)} KB · <Moment at={addedAt} zone={zone} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
