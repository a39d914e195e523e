/** The whole case in plain words, as of a day: every date with rule and facts, every decision with its reason. */
import type { NextStep } from '../assessment.ts'
import { inZone } from '../calendar.ts'
import { lawWords } from '../law.ts'
import type {
  CaseAssessment,
  CaseDeadline,
  CaseDevice,
  CaseFinding,
  CaseLetter,
  CaseRef,
  CaseRequest,
  Correction,
  Hearing,
  Requirement,
  Stage,
  Term,
} from './assessment.ts'
import { dayWords } from './days.ts'
import { sanctionWords } from './words.ts'

type Lines = readonly string[]

/** A text of sections; times in the zone of the jurisdiction, each with its name. */
export function explainCase(assessment: CaseAssessment): string {
  const { caseId, asOf, timeZone, participant, program, profile } = assessment
  const named = findingNames(assessment.findings)
  return [
    `CASE ${caseId} as of ${inZone(asOf, timeZone)}`,
    ...(participant === null
      ? []
      : [`${participant.name}, license ${participant.license.state} ${participant.license.number}`]),
    `under ${program} and ${profile}`,
    ...stageLines(assessment.stage, assessment),
    ...termLines(assessment.term),
    ...section(
      'WHAT HAS TO BE THERE',
      assessment.checklist.flatMap((one) => requirementLines(one, timeZone)),
    ),
    ...section('VEHICLES AND DEVICES', vehicleLines(assessment)),
    ...section(
      'WHAT HAPPENED',
      assessment.findings.flatMap((one) => findingLines(one, timeZone)),
    ),
    ...section(
      'HEARINGS',
      assessment.hearings.flatMap((one) => hearingLines(one, named, timeZone)),
    ),
    ...section(
      'REQUESTS',
      assessment.requests.flatMap((one) => requestLines(one, timeZone)),
    ),
    ...section(
      'LETTERS',
      assessment.letters.flatMap((one) => letterLines(one, timeZone)),
    ),
    ...section(
      'CORRECTIONS',
      assessment.corrections.flatMap((one) => correctionLines(one, timeZone)),
    ),
    ...section(
      'DATES',
      assessment.deadlines.flatMap((one) => deadlineLines(one, timeZone)),
    ),
    ...section('NEXT', assessment.next.map(stepLine)),
    ...(assessment.nextChangeAt === null
      ? ['', 'Nothing changes by itself from here on.']
      : ['', `Nothing changes by itself before ${inZone(assessment.nextChangeAt, timeZone)}.`]),
  ].join('\n')
}

const section = (title: string, lines: Lines): Lines => (lines.length === 0 ? [] : ['', title, ...lines])

const stageWords: { readonly [K in Stage['kind']]: string } = {
  'not-required': 'NO DEVICE REQUIRED',
  'awaiting-approval': 'AWAITING APPROVAL',
  approved: 'APPROVED, TO BE INSTALLED',
  installed: 'INSTALLED, RESTRICTION NOT YET ON THE LICENSE',
  restricted: 'DRIVING UNDER THE RESTRICTION',
  suspended: 'SUSPENDED OR REVOKED',
  'removal-requested': 'REMOVAL REQUESTED',
  'removal-granted': 'REMOVAL GRANTED',
  completed: 'COMPLETED',
}

const stageLines = ({ kind, since, because, law }: Stage, { headline, timeZone }: CaseAssessment): Lines => [
  '',
  `${stageWords[kind]} since ${inZone(since, timeZone)}`,
  line('', headline),
  ...because.map((one) => factLine(one, timeZone)),
  line('law', lawWords(law)),
]

function termLines(term: Term): Lines {
  const { required, parts, endsOn, openBecause, requestFrom, requestLaw, requestBecause, cleanSince } = term
  if (!required) return []
  const end =
    endsOn === 'life'
      ? 'The device is required for life.'
      : endsOn === null
        ? `No last day yet: ${openBecause ?? 'it depends on something that has not happened.'}`
        : `The last day is ${dayWords(endsOn)}. The restriction does not end by itself.`
  return [
    '',
    'HOW LONG',
    line('', end),
    ...parts.flatMap((part) => [
      line('part', part.words),
      line('law', lawWords(part.law)),
      ...part.because.map((one) => line('because', `#${one.seq} ${one.words}`)),
    ]),
    ...(cleanSince === null
      ? []
      : [line('clean', `The last lockout or violation that counts was on ${dayWords(cleanSince)}.`)]),
    ...(requestFrom === null
      ? []
      : [line('request', `Removal may be requested from ${dayWords(requestFrom)}, as things stand.`)]),
    ...(requestLaw === null ? [] : [line('law', lawWords(requestLaw))]),
    ...requestBecause.map((one) => line('because', `#${one.seq} ${one.words}`)),
    ...term.interpretations.map((one) =>
      line('reading', `${one.id}: ${one.question} We read: ${one.ourReading} Other reading: ${one.otherReading}`),
    ),
  ]
}

const stateWords = { met: 'there', open: 'missing', broken: 'not in order', 'not-needed': 'not needed' } as const
const whoWords = { participant: 'participant', provider: 'provider', authority: 'authority' } as const

const requirementLines = ({ title, state, words, who, law, because }: Requirement, zone: string): Lines => [
  line(stateWords[state], `${title}: ${words}${state === 'open' || state === 'broken' ? ` (${whoWords[who]})` : ''}`),
  ...(state === 'not-needed' ? [] : [line('', `  ${lawWords(law)}`)]),
  ...(state === 'met' || state === 'not-needed' ? [] : because.map((one) => factLine(one, zone))),
]

function vehicleLines({ vehicles, devices, timeZone }: CaseAssessment): Lines {
  const sources = {
    'signed-log': 'log signed by the device',
    import: 'log imported, unsigned',
    'reports-only': 'known from reports alone',
  }
  return [
    ...vehicles.map((one) =>
      line(
        one.state.replaceAll('-', ' '),
        `${one.description}, ${one.plate}${one.device === null ? ', no device' : `, device ${one.device}`}`,
      ),
    ),
    ...devices.flatMap((one) => [
      line('device', [`${one.device}: ${sources[one.source]}`, ...deviceDates(one, timeZone)].join(', ')),
      ...movedLines(one, timeZone),
    ]),
  ]
}

/** When it went in and out, and how far its log is known: what came after is not in this answer. */
function deviceDates({ installedAt, removedAt, assessment }: CaseDevice, zone: string): Lines {
  const heard = assessment?.integrity.lastHeardAt ?? null
  return [
    ...(installedAt === null ? [] : [`installed ${inZone(installedAt, zone)}`]),
    ...(removedAt === null ? [] : [`removed ${inZone(removedAt, zone)}`]),
    ...(heard === null ? [] : [`known up to ${inZone(heard, zone)}`]),
  ]
}

/** Which dates an order or a code made later, and whether the car has heard of it. */
const movedLines = ({ assessment }: CaseDevice, zone: string): Lines =>
  (assessment?.moved ?? []).flatMap((one) => [
    line(
      'moved',
      `${one.of.replaceAll('-', ' ')}: from ${inZone(one.from, zone)} by ${one.days} ${one.days === 1 ? 'day' : 'days'} to ${inZone(one.to, zone)}; ${
        one.to === one.inCar ? 'the car has it' : `the car has not heard of it and counts to ${inZone(one.inCar, zone)}`
      }`,
    ),
    line('law', lawWords(one.law)),
  ])

const classWords: { readonly [K in CaseFinding['class']]: string } = {
  lockout: 'LOCKOUT',
  'violations-reset': 'VIOLATIONS SERVICE DUE',
  violation: 'VIOLATION',
  'not-held': 'NOT HELD AGAINST THE PARTICIPANT',
  'for-a-person': 'FOR A PERSON TO DECIDE',
  integrity: 'THE RECORD DOES NOT FIT',
}

const findingLines = (finding: CaseFinding, zone: string): Lines => [
  '',
  `${classWords[finding.class]} ${inZone(finding.since, zone)}: ${finding.title}`,
  ...standingLines(finding, zone),
  line('law', lawWords(finding.law)),
  line('under', finding.rules),
  ...finding.because.map((one) => factLine(one, zone)),
  ...(finding.device === null
    ? []
    : [line('proof', finding.signed ? 'signed by the device' : 'not signed by a device')]),
  ...(finding.cause === 'operator' ? [] : [line('cause', finding.cause)]),
  line('means', finding.effect),
  ...finding.consequences.flatMap(({ words, law }) => [line('also', words), line('law', lawWords(law))]),
  ...finding.interpretations.map((one) =>
    line('reading', `${one.id}: ${one.question} We read: ${one.ourReading} Other reading: ${one.otherReading}`),
  ),
]

function standingLines({ standing, endedAt, hearingBy, id, class: of }: CaseFinding, zone: string): Lines {
  const ended = endedAt === null ? [] : [line('ended', inZone(endedAt, zone))]
  const open = of === 'lockout' && endedAt === null ? [line('ended', 'not yet')] : []
  return [line('id', id), ...ended, ...open, ...standsLines(standing, hearingBy, zone)]
}

function standsLines(standing: CaseFinding['standing'], hearingBy: CaseFinding['hearingBy'], zone: string): Lines {
  const facts = 'because' in standing ? standing.because.map((one) => factLine(one, zone)) : []
  switch (standing.kind) {
    case 'stands':
      return hearingBy === null ? [] : [line('stands', `A hearing may be requested by ${inZone(hearingBy, zone)}.`)]
    case 'hearing-requested':
      return [line('stands', 'A hearing is requested. It counts until it is decided.'), ...facts]
    case 'hearing-set':
      return [line('stands', 'A hearing is set. It counts until it is decided.'), ...facts]
    case 'responsible':
      return [line('stands', `Found responsible: ${sanctionWords(standing.sanction)}.`), ...facts]
    case 'not-responsible':
      return [line('stands', 'Found not responsible. It stays on record and does not count.'), ...facts]
    default:
      return [line('stands', `Excused (cause: ${standing.cause}). It stays on record and does not count.`), ...facts]
  }
}

const hearingStates: { readonly [K in Hearing['state']]: string } = {
  set: 'set',
  decided: 'decided',
  contested: 'decided, contested at the board',
  upheld: 'decided, upheld by the board',
  reversed: 'decided, reversed by the board',
  modified: 'decided, modified by the board',
}

const hearingLines = (hearing: Hearing, named: (id: string) => string, zone: string): Lines => [
  '',
  `${hearing.hearing}: ${inZone(hearing.for, zone)} at ${hearing.place}, ${hearingStates[hearing.state]}`,
  ...hearing.about.map((id) => line('about', named(id))),
  ...hearing.because.map((one) => factLine(one, zone)),
  ...hearing.evidence.map((one) => line('evidence', one.words)),
  ...(hearing.sanction === null ? [] : [line('sanction', `${sanctionWords(hearing.sanction)}.`)]),
  ...hearing.proposed.flatMap((one) => [
    line(
      'prepared',
      `Should the participant be found responsible for ${named(one.about)}: ${one.words} The officer decides.`,
    ),
    line('law', lawWords(one.law)),
  ]),
]

const requestStates = { waiting: 'waits for a decision', granted: 'granted', refused: 'refused' } as const

const requestLines = ({ for: what, state, reason, because }: CaseRequest, zone: string): Lines => [
  line(what, `${requestStates[state]}${reason === null ? '' : `: ${reason}`}`),
  ...because.map((one) => factLine(one, zone)),
]

const letterLines = ({ kind, issuer, statement, about, until, holds, because }: CaseLetter, zone: string): Lines => [
  line(
    holds ? kind : 'over',
    `${issuer}, ${statement}: ${about}${until === null ? '' : `, until ${inZone(until, zone)}`}`,
  ),
  ...because.map((one) => factLine(one, zone)),
]

const correctionLines = ({ words, because }: Correction, zone: string): Lines => [
  line('', words),
  ...because.map((one) => factLine(one, zone)),
]

const deadlineStates = { 'not-yet-open': 'not yet open', open: 'open', passed: 'PASSED' } as const

const deadlineLines = ({ title, opensAt, closesAt, state, law, because }: CaseDeadline, zone: string): Lines => [
  line(
    deadlineStates[state],
    `${inZone(closesAt, zone)}: ${title}${opensAt === null || state !== 'not-yet-open' || opensAt === closesAt ? '' : ` (from ${inZone(opensAt, zone)})`}`,
  ),
  line('law', lawWords(law)),
  ...because.map((one) => factLine(one, zone)),
]

const stepLine = ({ who, urgency, words }: NextStep): string =>
  line(urgency === 'may' ? 'may' : urgency, `${who === 'driver' ? 'participant' : who}: ${words}`)

const factLine = ({ of, at, seq, words, ...one }: CaseRef, zone: string): string =>
  line('because', `${inZone(at, zone)} ${of === 'device' && 'device' in one ? `${one.device} ` : ''}#${seq} ${words}`)

/** Findings by what people call them; an id that is none stands for itself. */
function findingNames(findings: readonly CaseFinding[]): (id: string) => string {
  const names = new Map(findings.flatMap((one) => [one.id, ...one.aliases].map((id) => [id, one.title] as const)))
  return (id) => {
    const title = names.get(id)
    return title === undefined ? id : `${title} (${id})`
  }
}

const line = (label: string, text: string): string => `  ${label.padEnd(12)} ${text}`
