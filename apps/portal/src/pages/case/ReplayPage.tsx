import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { readReplay } from '../../data/cases.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Case.module.css'
import { CaseFindings } from './CaseFindings.tsx'
import { ChecklistPanel } from './panels.tsx'
import { StageCard } from './StageCard.tsx'

/** What an officer had before them when they decided, assessed again from the same facts under the same rules. */
export function ReplayPage(): ReactNode {
  const { caseId = '', seq = '' } = useParams()
  const query = useQuery({
    queryKey: ['replay', caseId, seq],
    queryFn: ({ signal }) => readReplay(caseId, seq, signal),
  })
  return (
    <Shell title={`Decision ${seq} of case ${caseId}`}>
      <p>
        <Link to={`/cases/${encodeURIComponent(caseId)}`}>Back to case {caseId}</Link>
      </p>
      {query.isError ? (
        <Trouble cause={query.error} what="the replay" again={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting for="the replay" />
      ) : (
        <>
          <Panel
            title={query.data.sameBytes ? 'The same, to the byte' : 'Not the same as then'}
            tone={query.data.sameBytes ? 'calm' : 'urgent'}
          >
            <p>
              Fact {query.data.seq} was decided on what stands below, as of{' '}
              <Moment at={query.data.assessment.asOf} zone={query.data.assessment.timeZone} />.
            </p>
            <p>
              Rules: {query.data.rules.join(', ')}. SHA-256 then <code>{query.data.digestThen}</code>, and now{' '}
              <code>{query.data.digestNow}</code>.
            </p>
          </Panel>
          <p className={style['soft']}>From here on, all is as it was then.</p>
          <StageCard of={query.data.assessment} />
          <CaseFindings of={query.data.assessment} own={false} />
          <ChecklistPanel of={query.data.assessment} />
        </>
      )}
    </Shell>
  )
}
