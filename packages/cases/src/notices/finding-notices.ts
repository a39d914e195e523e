/** What is told when a finding appears, and when its standing changes. */
import { unreachable } from '@keyturn/domain/units.ts'
import { inZone } from '../calendar.ts'
import type { CaseFinding } from '../program/assessment.ts'
import type { Audience, Notice } from './notice.ts'

type Words = { readonly audience: Audience; readonly subject: string; readonly words: string }

/** Due when the case learned of it: nobody can be told earlier. */
export function noticesOfFinding(finding: CaseFinding, zone: string): readonly Notice[] {
  const since = inZone(finding.since, zone)
  const opened = openedWords(finding, since).map(
    ({ audience, subject, words }): Notice => ({
      id: `${finding.id}/found/${audience}`,
      otherIds: finding.aliases.map((alias) => `${alias}/found/${audience}`),
      audience,
      kind: `finding/${finding.class}`,
      dueAt: finding.learnedAt,
      staleAt: null,
      subject,
      words,
      law: finding.law,
    }),
  )
  return [...opened, ...standingNotices(finding)]
}

function openedWords({ class: sort, title, effect, hearingBy }: CaseFinding, since: string): readonly Words[] {
  const hearing = hearingBy === null ? '' : ' If you believe it is wrong, you may ask for a hearing.'
  switch (sort) {
    case 'lockout':
      return [
        {
          audience: 'participant',
          subject: `Lockout: ${title}`,
          words: `Since ${since}: ${title}. ${effect}${hearing}`,
        },
        {
          audience: 'vendor',
          subject: `A customer is in lockout since ${since}`,
          words: `${title}. Expect the customer soon: keep room for a visit, and report it when it was made.`,
        },
      ]
    case 'violations-reset':
      return [
        {
          audience: 'vendor',
          subject: `A customer needs a violations service since ${since}`,
          words: `${title}. Expect the customer soon: keep room for a visit.`,
        },
      ]
    case 'violation':
      return [
        {
          audience: 'participant',
          subject: `A violation was reported: ${title}`,
          words: `${since}: ${title}. ${effect}${hearing}`,
        },
        {
          audience: 'authority',
          subject: `Violation: ${title}`,
          words: `${since}: ${title}. ${effect} A person decides about it.`,
        },
      ]
    case 'not-held':
      return [
        {
          audience: 'participant',
          subject: `Not held against you: ${title}`,
          words: `${since}: ${title}. ${effect} It is on record with its cause and does not count against you.`,
        },
      ]
    case 'for-a-person':
    case 'integrity':
      return [{ audience: 'authority', subject: `To be looked at: ${title}`, words: `${since}: ${title}. ${effect}` }]
    default:
      return unreachable(sort)
  }
}

/** Words for what became of a finding by a person's decision. What is requested or set has notices of its own. */
function standingNotices({ id, aliases, title, standing }: CaseFinding): readonly Notice[] {
  const told = STANDING[standing.kind]
  if (told === null || !('because' in standing)) return []
  const last = standing.because.at(-1) ?? standing.because[0]
  const key = `${standing.kind}/${last.of}-${last.seq}`
  return [
    {
      id: `${id}/${key}`,
      otherIds: aliases.map((alias) => `${alias}/${key}`),
      audience: 'participant',
      kind: `finding/${standing.kind}`,
      dueAt: last.at,
      staleAt: null,
      subject: `${told.subject}: ${title}`,
      words: `${title}. ${told.words}`,
      law: null,
    },
  ]
}

const STANDING: {
  readonly [K in CaseFinding['standing']['kind']]: { readonly subject: string; readonly words: string } | null
} = {
  stands: null,
  'hearing-requested': null,
  'hearing-set': null,
  responsible: {
    subject: 'Decided',
    words: 'The hearing found you responsible. The decision and its reason are in your case.',
  },
  'not-responsible': {
    subject: 'Decided in your favor',
    words: 'It stays on record and does not count against you.',
  },
  excused: {
    subject: 'Excused',
    words: 'Somebody else’s failure was the cause. It stays on record with that cause and does not count against you.',
  },
}
