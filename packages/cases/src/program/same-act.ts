/** One act is one finding, however many tell of it: the log, a provider, the police, the participant. */
import type { Instant } from '@keyturn/domain/units.ts'
import { instant } from '@keyturn/domain/units.ts'
import type { CaseFinding } from './assessment.ts'
import { nonEmpty } from './lifted.ts'

/** What somebody told of an act, before it is known whether the log tells of it too. */
export type Account = {
  readonly finding: CaseFinding
  /** Rules of the log's findings that are the same act when they are close. */
  readonly sameAs: readonly string[]
  /** How close. */
  readonly within: number
  /** Whether every such sign of the log is part of the act, or the nearest alone. */
  readonly takes: 'nearest' | 'all'
}

/** The findings of the logs and the accounts of people, each act once. */
export function mergedActs(lifted: readonly CaseFinding[], accounts: readonly Account[]): readonly CaseFinding[] {
  const taken = new Set<CaseFinding>()
  const log = bySign(lifted)
  const merged = accounts.map((account) => {
    const found = matching(log, account).filter((one) => !taken.has(one))
    const same = account.takes === 'all' ? found : found.slice(0, 1)
    for (const one of same) taken.add(one)
    return same.reduce(joined, account.finding)
  })
  return [...lifted.filter((one) => !taken.has(one)), ...merged]
}

/** Findings by rule, and of one rule by device, each list by time. */
type Log = ReadonlyMap<string, ReadonlyMap<string, readonly CaseFinding[]>>

function bySign(lifted: readonly CaseFinding[]): Log {
  const log = new Map<string, Map<string, CaseFinding[]>>()
  for (const one of lifted.toSorted((a, b) => a.since - b.since)) {
    const devices = log.get(one.rule) ?? new Map<string, CaseFinding[]>()
    const same = devices.get(one.device ?? '')
    if (same === undefined) devices.set(one.device ?? '', [one])
    else same.push(one)
    log.set(one.rule, devices)
  }
  return log
}

/**
 * What began from `from` to `until`, and the one before: lockouts of one rule and device follow each other, so only the
 * last that began earlier can still last.
 */
function around(list: readonly CaseFinding[], from: number, until: number): readonly CaseFinding[] {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.since ?? 0) < from) low = middle + 1
    else high = middle
  }
  let end = low
  while ((list[end]?.since ?? Number.POSITIVE_INFINITY) <= until) end += 1
  return list.slice(Math.max(0, low - 1), end)
}

/** Nearest first; ties in the order of the log. */
function matching(log: Log, { finding, sameAs, within }: Account): readonly CaseFinding[] {
  const far = (one: CaseFinding) => apart(one, finding.since)
  const near = [...new Set(sameAs)].flatMap((rule) =>
    [...(log.get(rule)?.values() ?? [])].flatMap((list) =>
      around(list, finding.since - within, finding.since + within),
    ),
  )
  return near
    .filter((one) => (finding.device === null || finding.device === one.device) && far(one) <= within)
    .toSorted((a, b) => far(a) - far(b))
}

/** How far a moment is from a finding; nothing while a lockout lasts. */
function apart({ class: of, law, since, endedAt, hearingBy }: CaseFinding, at: Instant): number {
  // A lockout that is held back for a person has kept its time for a hearing.
  const locks = of === 'lockout' || hearingBy !== null || law.kind === 'ordered'
  const lasts = locks && at >= since && at < (endedAt ?? Number.POSITIVE_INFINITY)
  return lasts ? 0 : Math.abs(at - since)
}

/** Two accounts as one: under the name by which it was known first, with everything either rests on. */
function joined(told: CaseFinding, logged: CaseFinding): CaseFinding {
  const [first, second] = told.learnedAt < logged.learnedAt ? [told, logged] : [logged, told]
  const because = [...logged.because, ...told.because].toSorted((a, b) => a.at - b.at)
  const [one = logged.because[0], ...more] = because
  return {
    ...weightier(told, logged),
    id: first.id,
    aliases: [...first.aliases, second.id, ...second.aliases],
    because: nonEmpty(one, more),
    since: instant(Math.min(told.since, logged.since)),
    learnedAt: first.learnedAt,
    device: logged.device,
    signed: logged.signed,
  }
}

/** A lockout says more than a report of it; a report says more than a sign in doubt, and less than an explained one. */
function weightier(told: CaseFinding, logged: CaseFinding): CaseFinding {
  // An order has decided whose doing it was.
  if (logged.class === 'lockout' || logged.law.kind === 'ordered') return logged
  if (logged.class !== 'not-held') return told
  return {
    ...told,
    class: 'for-a-person',
    cause: logged.cause,
    effect: `It was reported as a violation, and the log says that it was not the participant’s doing (${logged.cause}). Nothing is counted; a person compares both.`,
    consequences: [],
  }
}
