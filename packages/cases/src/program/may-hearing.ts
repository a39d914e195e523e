/** Reports, excusals and hearings: what a person may decide, and what has to come before. */
import { inZone } from '../calendar.ts'
import { groundOf, type Law } from '../law.ts'
import type { CaseFinding, Hearing } from './assessment.ts'
import { dayWords } from './days.ts'
import type { FactKind, Sanction } from './fact.ts'
import {
  type Asked,
  type BodyOf,
  type Checks,
  fileLaw,
  findingIn,
  firstOf,
  hearingIn,
  inOrder,
  isRefusal,
  type Refusal,
  refuse,
} from './refusal.ts'
import { inTime, mayExcuse, restsOnFailedBreath } from './standing.ts'

type HearingKind = Extract<
  FactKind,
  | 'violation-reported'
  | 'provider-failure'
  | 'excusal-granted'
  | 'hearing-requested'
  | 'hearing-scheduled'
  | 'hearing-evidence'
  | 'hearing-decided'
  | 'decision-contested'
  | 'contest-decided'
>

export const hearingChecks: Checks<HearingKind> = {
  // What happened is recorded whether it was lawful or not; a name that nobody knows is a slip of the pen.
  'violation-reported': ({ violation, device }, asked) =>
    firstOf(
      () => {
        const { violations } = asked.scene.lawAt(asked.at).violations
        const lockouts = asked.device.at(asked.at).profile.lockouts
        const names = [...violations.filter(({ found }) => found.from !== 'lockouts'), ...lockouts].map(({ id }) => id)
        return names.includes(violation)
          ? null
          : refuse(`The program knows no violation "${violation}". It knows: ${names.join(', ')}.`)
      },
      () => {
        // A device whose log is here is one of the case, whether its installation was told or not.
        if (device === null || asked.assessment.devices.some((one) => one.device === device)) return null
        return refuse(`Device ${device} is none of this case. Leave it out, or record its installation first.`)
      },
    ),
  'provider-failure': ({ until }, { at }) =>
    until !== null && until < at ? refuse('The failure would have ended before it began. Correct the times.') : null,
  'excusal-granted': ({ about, cause }, asked) => {
    const finding = findingIn(asked, about)
    return isRefusal(finding) ? finding : excusal(finding, cause, asked)
  },
  'hearing-requested': ({ about }, asked) => {
    const finding = findingIn(asked, about)
    return isRefusal(finding) ? finding : request(finding, asked)
  },
  'hearing-scheduled': (body, asked) => scheduling(body, asked),
  'hearing-evidence': ({ hearing }, asked) => {
    const found = hearingIn(asked, hearing)
    return isRefusal(found) ? found : null
  },
  'hearing-decided': (body, asked) => {
    const found = hearingIn(asked, body.hearing)
    return isRefusal(found) ? found : decision(body, found, asked)
  },
  'decision-contested': ({ hearing }, asked) => {
    const found = hearingIn(asked, hearing)
    if (isRefusal(found)) return found
    if (found.state === 'set')
      return refuse('The hearing is not decided yet. There is nothing to contest.', boardLaw(asked))
    if (found.state !== 'decided') return refuse('The decision is contested already.', boardLaw(asked))
    return againstNobody(found, asked)
      ? refuse('The participant was found responsible for nothing. There is nothing to contest.', boardLaw(asked))
      : null
  },
  'contest-decided': ({ hearing, outcome, sanction }, asked) => {
    const found = hearingIn(asked, hearing)
    if (isRefusal(found)) return found
    if (found.state === 'contested') return outcome === 'modified' ? sanctionInOrder(sanction) : null
    return found.state === 'set' || found.state === 'decided'
      ? refuse('The decision has not been contested. Record that first.', boardLaw(asked))
      : refuse(`The board has decided already: ${found.state}.`, boardLaw(asked))
  },
}

const boardLaw = ({ scene }: Asked): Law => {
  const { hearing } = scene.program.violations
  return hearing === null ? fileLaw : groundOf(hearing.board)
}
const hearingLaw = ({ scene }: Asked): Law => {
  const { hearing } = scene.program.violations
  return hearing === null ? fileLaw : groundOf(hearing.scheduled)
}

/** Somebody else's failure excuses; a breath above the set point is never excused, nor is the driver's own doing. */
function excusal(finding: CaseFinding, cause: BodyOf<'excusal-granted'>['cause'], asked: Asked): Refusal | null {
  const { violations } = asked.scene.lawAt(finding.since)
  const { title, standing } = finding
  if (standing.kind === 'excused') return refuse(`It is excused already: ${standing.because[0].words}`)
  if (standing.kind === 'not-responsible' || finding.class === 'not-held') {
    return refuse('It does not count against the participant. There is nothing to excuse.')
  }
  if (standing.kind === 'responsible') {
    return refuse('A hearing has decided about it. The board can change that; an excusal cannot.', boardLaw(asked))
  }
  if (restsOnFailedBreath(asked.scene, finding)) {
    return refuse(
      `${title} rests on a breath above the set point, and no failure of anybody else excuses that. What speaks against the device is heard at a hearing.`,
      groundOf(violations.failedBreath),
    )
  }
  return mayExcuse(asked.scene, finding, cause)
    ? null
    : refuse(
        `${title} is the participant’s own doing and is not excused for that cause. A hearing decides about it.`,
        groundOf(violations.othersFailure),
      )
}

/** Within the days of the law, the last instant included [MA-LCK-6]. A late one is the officer's to hear anyway. */
function request(finding: CaseFinding, asked: Asked): Refusal | null {
  const { hearingBy, standing, since } = finding
  const days = asked.device.at(since).profile.hearingRequestWithinDays
  const law = days === null ? hearingLaw(asked) : groundOf(days)
  if (standing.kind !== 'stands')
    return refuse(`About this a hearing is past asking: ${settledWords[standing.kind]}.`, law)
  if (days === null) {
    const { authority } = asked.scene.program
    return refuse(
      `The texts of this program name no time for asking. Write to the ${authority} and ask how to contest it.`,
    )
  }
  if (hearingBy === null) {
    return finding.class === 'violation'
      ? refuse('About a violation the authority sets a hearing by itself. Nobody has to ask for it.', hearingLaw(asked))
      : refuse('The law gives a hearing about lockouts and violations; this is neither.', law)
  }
  if (inTime(finding, asked.at)) return null
  return refuse(
    `The last moment for a request was ${inZone(hearingBy, asked.scene.told.zone)}. An officer may still set a hearing about it.`,
    law,
  )
}

const settledWords = {
  'hearing-requested': 'one is requested already',
  'hearing-set': 'one is set already',
  responsible: 'a hearing has decided',
  'not-responsible': 'a hearing has decided',
  excused: 'it is excused and does not count',
} as const

function scheduling(body: BodyOf<'hearing-scheduled'>, asked: Asked): Refusal | null {
  const { assessment, scene, at } = asked
  const law = hearingLaw(asked)
  return firstOf(
    () => {
      const same = assessment.hearings.find(({ hearing }) => hearing === body.hearing)
      return same === undefined || same.state === 'set'
        ? null
        : refuse(`Hearing "${body.hearing}" is decided. Take another short name for a new one.`, law)
    },
    () => (body.about.length === 0 ? refuse('Say which findings the hearing is about.', law) : null),
    () => (body.for < at ? refuse('The hearing would lie in the past. Set it for a day to come.', law) : null),
    () =>
      body.noticeOn > scene.day(body.for)
        ? refuse(`The notice of ${dayWords(body.noticeOn)} would come after the hearing. Send it before.`, law)
        : null,
    ...body.about.map((id) => () => hearable(id, body.hearing, asked)),
  )
}

/** One hearing at a time about a finding that nobody has settled. */
function hearable(id: string, hearing: string, asked: Asked): Refusal | null {
  const law = hearingLaw(asked)
  const finding = findingIn(asked, id)
  if (isRefusal(finding)) return finding
  const { standing, title } = finding
  if (finding.class === 'not-held')
    return refuse(`${title}: it is not held against anybody. Nothing is to be heard.`, law)
  if (standing.kind === 'responsible' || standing.kind === 'not-responsible') {
    return refuse(`${title}: a hearing has decided about it already. The board can change that.`, boardLaw(asked))
  }
  if (standing.kind === 'excused') return refuse(`${title}: it is excused and does not count.`, law)
  const ids = [finding.id, ...finding.aliases]
  const other = asked.assessment.hearings.find(
    (one) => one.state === 'set' && one.hearing !== hearing && one.about.some((about) => ids.includes(about)),
  )
  return other === undefined ? null : refuse(`${title}: hearing "${other.hearing}" is set about it already.`, law)
}

/** Once, after it was held, about everything it was set for. */
function decision(body: BodyOf<'hearing-decided'>, found: Hearing, asked: Asked): Refusal | null {
  const law = hearingLaw(asked)
  if (found.state !== 'set') {
    const before = found.because.find((one) => one.of === 'case' && one.kind === 'hearing-decided')
    return refuse(`The hearing is decided already. ${before?.words ?? ''} The board can change it.`, boardLaw(asked))
  }
  if (asked.at < found.for) {
    return refuse(
      `The hearing is set for ${inZone(found.for, asked.scene.told.zone)} and has not been held. Decide after it.`,
      law,
    )
  }
  const decided = body.outcomes.map(({ about }) => about)
  const missing = found.about.filter((id) => !decided.includes(id))
  const strange = decided.filter((id) => !found.about.includes(id))
  if (missing.length > 0)
    return refuse(`Decide about everything it was set for; still missing: ${missing.join(', ')}.`, law)
  if (strange.length > 0) return refuse(`The hearing was not set about ${strange.join(', ')}.`, law)
  if (new Set(decided).size < decided.length) return refuse('One outcome for each finding, not two.', law)
  const responsible = body.outcomes.some(({ outcome }) => outcome === 'responsible')
  if (!responsible && body.sanction.kind !== 'none') {
    return refuse('The participant is responsible for nothing, so there is no sanction.', law)
  }
  return sanctionInOrder(body.sanction)
}

const sanctionInOrder = (sanction: Sanction): Refusal | null =>
  sanction.kind === 'none' ? null : inOrder(sanction.from, sanction.until)

/** Whether a decided hearing found the participant responsible for nothing. */
const againstNobody = ({ hearing }: Hearing, { scene }: Asked): boolean =>
  scene.told
    .of('hearing-decided')
    .find((one) => one.hearing === hearing)
    ?.outcomes.every(({ outcome }) => outcome === 'not-responsible') ?? false
