/** How the words of an assessment are told to people, and how urgent each looks. */
import type { CaseAssessment, CaseFinding } from '../../data/cases.ts'
import { dayWords } from '../../ui/day-words.ts'
import type { Tone } from '../../ui/Panel.tsx'

type Said = { readonly words: string; readonly tone: Tone }

export type StageKind = CaseAssessment['stage']['kind']
export const stages: { readonly [K in StageKind]: Said } = {
  'not-required': { words: 'No device required', tone: 'plain' },
  'awaiting-approval': { words: 'Waiting for approval', tone: 'watch' },
  approved: { words: 'Approved, to be installed', tone: 'watch' },
  installed: { words: 'Installed, restriction to come', tone: 'watch' },
  restricted: { words: 'Driving under the restriction', tone: 'calm' },
  suspended: { words: 'License suspended', tone: 'urgent' },
  'removal-requested': { words: 'Removal asked for', tone: 'watch' },
  'removal-granted': { words: 'Removal granted', tone: 'calm' },
  completed: { words: 'Completed', tone: 'calm' },
}

type StatusKind = NonNullable<CaseAssessment['devices'][number]['assessment']>['status']['kind']
export const standings: { readonly [K in StatusKind | 'no-device']: Said } = {
  'locked-out': { words: 'Locked out', tone: 'urgent' },
  'violations-service-due': { words: 'Service visit needed', tone: 'urgent' },
  unknown: { words: 'Cannot be said yet', tone: 'watch' },
  'service-due-soon': { words: 'Service due soon', tone: 'watch' },
  'in-good-standing': { words: 'In good standing', tone: 'calm' },
  'not-installed': { words: 'Not installed', tone: 'plain' },
  'no-device': { words: 'No device', tone: 'plain' },
}

export const findingStandings: { readonly [K in CaseFinding['standing']['kind']]: Said } = {
  stands: { words: 'Stands', tone: 'urgent' },
  'hearing-requested': { words: 'Hearing asked for', tone: 'watch' },
  'hearing-set': { words: 'Hearing set', tone: 'watch' },
  responsible: { words: 'Found responsible', tone: 'urgent' },
  'not-responsible': { words: 'Does not count', tone: 'calm' },
  excused: { words: 'Excused', tone: 'calm' },
}

export const hearingStates: { readonly [K in CaseAssessment['hearings'][number]['state']]: Said } = {
  set: { words: 'Set', tone: 'watch' },
  decided: { words: 'Decided', tone: 'plain' },
  contested: { words: 'Contested', tone: 'watch' },
  upheld: { words: 'Upheld', tone: 'plain' },
  reversed: { words: 'Reversed', tone: 'calm' },
  modified: { words: 'Modified', tone: 'plain' },
}

export const requirementStates: { readonly [K in CaseAssessment['checklist'][number]['state']]: Said } = {
  met: { words: 'Done', tone: 'calm' },
  open: { words: 'To do', tone: 'watch' },
  'not-needed': { words: 'Not needed', tone: 'plain' },
  broken: { words: 'Not in order', tone: 'urgent' },
}

type Sanction = NonNullable<CaseAssessment['hearings'][number]['sanction']>

/** `Suspension from 4 May 2026 until 3 Nov 2026`. */
export const sanctionWords = (sanction: Sanction): string =>
  sanction.kind === 'none'
    ? 'No sanction'
    : `${sanction.kind === 'suspension' ? 'Suspension' : 'Revocation'} from ${dayWords(sanction.from)} ${sanction.until === null ? 'for life' : `until ${dayWords(sanction.until)}`}`

/** What a word of the server says, where these pages know it; the word itself where a newer server has more. */
export const said = (table: Readonly<Record<string, Said>>, word: string): Said =>
  table[word] ?? { words: word, tone: 'plain' }
