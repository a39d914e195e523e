/**
 * The ledger of a case: what should stand there, entered as the case learned it. Nothing entered is ever changed; what
 * turns out otherwise is taken back by a posting of its own. The postings of a history are therefore always the
 * beginning of those of a longer one.
 */
import type { Instant } from '@keyturn/domain/units.ts'
import { duesOf } from './dues.ts'
import type { MoneyFact } from './money-fact.ts'
import type { Posting } from './posting.ts'
import type { Due, FeeRules } from './rates.ts'

/** Postings in the order of entry. `facts` in the order in which the case learned them. */
export const postingsOf = (rules: FeeRules, facts: readonly MoneyFact[], asOf: Instant): readonly Posting[] =>
  continueLedger(rules, facts, { held: [], asOf })

/**
 * The same, going on from what is entered already. Facts learned before the last entry count as known to it; should
 * one of them have come in late after all, what it changes is entered now.
 */
export function continueLedger(
  rules: FeeRules,
  facts: readonly MoneyFact[],
  { held, asOf }: { readonly held: readonly Posting[]; readonly asOf: Instant },
): readonly Posting[] {
  const ledger = openLedger(held)
  const last = held.at(-1)?.enteredAt ?? null
  const known = last === null ? [] : facts.filter(({ recordedAt }) => recordedAt <= last)
  let now: Instant | null = last
  if (now !== null) ledger.settle(duesOf(rules, known, now), { since: now, at: now })
  for (const fact of facts.slice(known.length)) {
    // A server's clock may step back; what was learned later stays later.
    const at = (now === null ? fact.recordedAt : Math.max(now, fact.recordedAt)) as Instant
    if (at > asOf) break
    // Months that began before this fact was known are entered first: they were due without it.
    if (now !== null) ledger.settle(duesOf(rules, known, at), { since: now, at })
    known.push(fact)
    ledger.settle(duesOf(rules, known, at), { since: at, at })
    now = at
  }
  // Never before the last entry: a clock that is behind takes nothing back.
  if (now !== null && now < asOf) ledger.settle(duesOf(rules, known, asOf), { since: now, at: asOf })
  return ledger.postings
}

type Entered = { readonly posting: Posting; readonly key: string }

function openLedger(held: readonly Posting[]) {
  const postings: Posting[] = [...held]
  const effective = new Map<string, Entered>()
  const revisions = new Map<string, number>()
  for (const posting of held) {
    if (posting.reverses === null) {
      const [, key = posting.id, revision = '1'] = /^(.*?)(?:#(\d+))?$/.exec(posting.id) ?? []
      effective.set(key, { posting, key })
      revisions.set(key, Number(revision))
    } else {
      for (const [key, { posting: taken }] of effective) if (taken.id === posting.reverses) effective.delete(key)
    }
  }

  const enter = (due: Due, enteredAt: Instant): void => {
    const { key, ...body } = due
    const revision = (revisions.get(key) ?? 0) + 1
    revisions.set(key, revision)
    const posting: Posting = { id: revision === 1 ? key : `${key}#${revision}`, ...body, enteredAt, reverses: null }
    postings.push(posting)
    effective.set(key, { posting, key })
  }
  const takeBack = ({ posting, key }: Entered, enteredAt: Instant): void => {
    effective.delete(key)
    postings.push({
      ...posting,
      id: `${posting.id}:taken-back`,
      enteredAt,
      debit: posting.credit,
      credit: posting.debit,
      reverses: posting.id,
      words: `Taken back: ${posting.words}`,
    })
  }
  return {
    postings,
    /** Makes what stands equal to what is due. What became due by the calendar is entered at its own moment. */
    settle: (dues: readonly Due[], { since, at }: { readonly since: Instant; readonly at: Instant }): void => {
      const wanted = new Map(dues.map((due) => [due.key, due]))
      for (const entered of [...effective.values()]) {
        const due = wanted.get(entered.key)
        if (due === undefined || !isSame(due, entered.posting)) takeBack(entered, at)
      }
      for (const due of dues) {
        // The largest of moments is a moment.
        if (!effective.has(due.key)) enter(due, Math.min(at, Math.max(since, due.at)) as Instant)
      }
    },
  }
}

const isSame = (due: Due, posting: Posting): boolean =>
  due.amount === posting.amount &&
  due.debit === posting.debit &&
  due.credit === posting.credit &&
  due.vendor === posting.vendor
