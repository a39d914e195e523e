import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { Link, useParams } from 'react-router'
import { contactsQuery } from '../../data/contacts.ts'
import { type Me, useSession } from '../../data/session.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { SignInFirst } from '../../ui/SignInFirst.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { NextPanel } from '../driver/NextPanel.tsx'
import style from './Case.module.css'
import { CaseFindings } from './CaseFindings.tsx'
import { formCase } from './form-context.ts'
import { HistoryPanel } from './HistoryPanel.tsx'
import { LettersPanel } from './LettersPanel.tsx'
import { NoticesPanel } from './NoticesPanel.tsx'
import { PapersPanel } from './PapersPanel.tsx'
import { ChecklistPanel, CorrectionsPanel, DeadlinesPanel, HearingsPanel } from './panels.tsx'
import { ReadsPanel } from './ReadsPanel.tsx'
import { StageCard } from './StageCard.tsx'
import { StatementPanel } from './StatementPanel.tsx'
import { TermPanel } from './TermPanel.tsx'
import { useCase } from './useCase.ts'
import { VehiclesPanel } from './VehiclesPanel.tsx'

/** The forms come when the rest of the page is there: what they weigh keeps nobody waiting. */
const ActionsPanel = lazy(async () => ({ default: (await import('./ActionsPanel.tsx')).ActionsPanel }))

/** The driver's own case: where it stands, what happens next and when and why, and what they can ask for or tell. */
export function MyCasePage(): ReactNode {
  const { caseId } = useParams()
  const session = useSession()
  // Whom to call is asked for now, so that it is known when nobody answers.
  useQuery(contactsQuery)
  const me = session.data
  const mine = caseId ?? me?.cases[0]
  return (
    <Shell title="My case">
      {session.isError ? (
        <Trouble cause={session.error} what="your case" again={() => void session.refetch()} />
      ) : me === undefined ? (
        <Waiting for="your case" />
      ) : me === null ? (
        <SignInFirst what="your case" problem={null} />
      ) : mine === undefined ? (
        <Panel title="No case is yours yet" role="status">
          <p>An officer of the authority ties your account to your case. Ask for it if you think it should be here.</p>
        </Panel>
      ) : (
        <MyCase caseId={mine} me={me} />
      )}
    </Shell>
  )
}

/** Orders too. */
const CarryPanel = lazy(async () => ({ default: (await import('../orders/CarryPanel.tsx')).CarryPanel }))

function MyCase({ caseId, me }: { readonly caseId: string; readonly me: Me }): ReactNode {
  const { view, facts, organizations, lookAgain } = useCase(caseId)
  if (view.isError) return <Trouble cause={view.error} what="your case" again={() => void view.refetch()} />
  if (view.data === undefined) return <Waiting for="your case" />
  const { assessment } = view.data
  const zone = assessment.timeZone
  return (
    <>
      <p className={style['soft']}>
        {assessment.participant?.name ?? me.name}, case {caseId}, assessed <Moment at={assessment.asOf} zone={zone} />
      </p>
      {me.cases.length < 2 ? null : (
        <nav aria-label="Your cases" className={style['group']}>
          <ul>
            {me.cases.map((id) => (
              <li key={id}>
                <Link to={`/my/${encodeURIComponent(id)}`} aria-current={id === caseId ? 'page' : undefined}>
                  Case {id}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <StageCard of={assessment} />
      <Suspense>
        <CarryPanel jurisdiction={assessment.jurisdiction} />
      </Suspense>
      <NextPanel steps={assessment.next} zone={zone} />
      {facts.isSuccess && organizations.isSuccess ? (
        <Suspense fallback={<Waiting for="what you can do here" />}>
          <ActionsPanel
            caseId={caseId}
            me={me}
            of={formCase(view.data, facts.data, organizations.data, me)}
            seen={view.data.facts}
            onRecorded={lookAgain}
          />
        </Suspense>
      ) : null}
      <NoticesPanel caseId={caseId} zone={zone} own />
      <CaseFindings of={assessment} own />
      <HearingsPanel of={assessment} />
      <DeadlinesPanel of={assessment} />
      <ChecklistPanel of={assessment} />
      <TermPanel of={assessment} />
      <VehiclesPanel of={assessment} />
      <CorrectionsPanel of={assessment} />
      {facts.isError ? (
        <Trouble cause={facts.error} what="the history" again={() => void facts.refetch()} />
      ) : facts.data === undefined ? (
        <Waiting for="the history" />
      ) : (
        <HistoryPanel caseId={caseId} facts={facts.data} zone={zone} replays={false} />
      )}
      <StatementPanel caseId={caseId} own />
      <LettersPanel caseId={caseId} zone={zone} />
      <PapersPanel caseId={caseId} zone={zone} />
      <ReadsPanel caseId={caseId} zone={zone} own />
    </>
  )
}
