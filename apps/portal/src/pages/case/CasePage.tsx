import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { isPerson, type Me, useSession } from '../../data/session.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { NextPanel } from '../driver/NextPanel.tsx'
import { ActionsPanel } from './ActionsPanel.tsx'
import style from './Case.module.css'
import { CaseFindings } from './CaseFindings.tsx'
import { formCase } from './form-context.ts'
import { HistoryPanel } from './HistoryPanel.tsx'
import { LettersPanel } from './LettersPanel.tsx'
import { NoticesPanel } from './NoticesPanel.tsx'
import { PapersPanel } from './PapersPanel.tsx'
import { ParticipantPanel } from './ParticipantPanel.tsx'
import { ChecklistPanel, CorrectionsPanel, DeadlinesPanel, HearingsPanel } from './panels.tsx'
import { ReadsPanel } from './ReadsPanel.tsx'
import { StageCard } from './StageCard.tsx'
import { StatementPanel } from './StatementPanel.tsx'
import { TermPanel } from './TermPanel.tsx'
import { useCase } from './useCase.ts'
import { VehiclesPanel } from './VehiclesPanel.tsx'

/** A case as staff work on it: everything that is known, and what their role may record. */
export function CasePage(): ReactNode {
  const { caseId = '' } = useParams()
  const session = useSession()
  return (
    <Shell title={`Case ${caseId}`} wide>
      {session.isError ? (
        <Trouble cause={session.error} what="the case" again={() => void session.refetch()} />
      ) : session.data === undefined ? (
        <Waiting for="the case" />
      ) : session.data === null ? (
        <SignInFirst what="the case" problem={null} />
      ) : (
        <Case caseId={caseId} me={session.data} />
      )}
    </Shell>
  )
}

const watchers = ['authority-officer', 'authority-admin', 'auditor']

function Case({ caseId, me }: { readonly caseId: string; readonly me: Me }): ReactNode {
  const { view, facts, organizations, lookAgain } = useCase(caseId)
  if (view.isError) return <Trouble cause={view.error} what="the case" again={() => void view.refetch()} />
  if (view.data === undefined) return <Waiting for="the case" />
  const { assessment } = view.data
  const zone = assessment.timeZone
  const told = facts.data ?? []
  return (
    <>
      <p className={style['soft']}>
        Case {caseId}, {assessment.jurisdiction}, assessed <Moment at={assessment.asOf} zone={zone} />
      </p>
      <StageCard of={assessment} />
      {me.role === 'auditor' ? (
        <Panel title="You read, and change nothing" role="status">
          <p>
            An auditor sees all of the case and who looked at it. Nothing can be recorded here, by page or by program.
          </p>
        </Panel>
      ) : null}
      <div className={style['grid']} data-two="true">
        <div className={style['column']}>
          {facts.isSuccess && organizations.isSuccess && isPerson(me.role) ? (
            <ActionsPanel
              caseId={caseId}
              me={me}
              of={formCase(view.data, told, organizations.data, me)}
              seen={view.data.facts}
              onRecorded={lookAgain}
            />
          ) : null}
          <NextPanel steps={assessment.next} zone={zone} />
          <CaseFindings of={assessment} own={false} />
          <HearingsPanel of={assessment} />
          <CorrectionsPanel of={assessment} />
          {facts.isError ? (
            <Trouble cause={facts.error} what="the facts" again={() => void facts.refetch()} />
          ) : facts.data === undefined ? (
            <Waiting for="the facts" />
          ) : (
            <HistoryPanel caseId={caseId} facts={told} zone={zone} replays={watchers.includes(me.role)} />
          )}
        </div>
        <div className={style['column']}>
          <ParticipantPanel of={assessment} />
          <VehiclesPanel of={assessment} />
          <ChecklistPanel of={assessment} />
          <DeadlinesPanel of={assessment} />
          <TermPanel of={assessment} />
          <NoticesPanel caseId={caseId} zone={zone} own={false} />
          <StatementPanel caseId={caseId} own={false} />
          <LettersPanel caseId={caseId} zone={zone} />
          <PapersPanel caseId={caseId} zone={zone} />
          {watchers.includes(me.role) ? <ReadsPanel caseId={caseId} zone={zone} own={false} /> : null}
        </div>
      </div>
    </>
  )
}
