import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type CaseFilter, listCases } from '../../data/cases.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { CaseTable } from './CaseTable.tsx'
import { Filters } from './Filters.tsx'
import style from './Queue.module.css'

type Props = { readonly title: string; readonly lead: string; readonly children?: ReactNode }

const everything: CaseFilter = { stage: '', standing: '', q: '' }

/** Cases that one's role may see, page by page, narrowed by stage, standing, name or license. */
export function QueuePage({ title, lead, children }: Props): ReactNode {
  const [filter, setFilter] = useState(everything)
  /** Where each page before this one began. */
  const [pages, setPages] = useState<readonly (string | null)[]>([null])
  const after = pages.at(-1) ?? null
  const query = useQuery({
    queryKey: ['cases', filter, after],
    queryFn: ({ signal }) => listCases(filter, after, signal),
    placeholderData: keepPreviousData,
  })
  const next = query.data?.next ?? null
  return (
    <Shell title={title} wide>
      <div className={style['lead']}>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      {children}
      <Filters
        filter={filter}
        onChange={(changed) => {
          setFilter(changed)
          setPages([null])
        }}
      />
      {query.isError ? (
        <Trouble cause={query.error} what="the cases" again={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting for="the cases" />
      ) : query.data.cases.length === 0 ? (
        <Panel title="No case fits" role="status">
          <p>{filter === everything ? 'There is no case that you may see yet.' : 'Ask for less, and look again.'}</p>
        </Panel>
      ) : (
        <>
          <CaseTable cases={query.data.cases} />
          <nav aria-label="Pages of cases" className={style['pages']}>
            <Button variant="outline" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
              Previous page
            </Button>
            <span role="status">Page {pages.length}</span>
            <Button variant="outline" disabled={next === null} onClick={() => setPages([...pages, next])}>
              Next page
            </Button>
          </nav>
        </>
      )}
    </Shell>
  )
}
