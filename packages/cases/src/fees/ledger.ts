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
export function postingsOf(rules: FeeRules, facts: readonly MoneyFact[], asOf: Instant): readonly Posting[] {
  const ledger = openLedger()
  const known: MoneyFact[] = []
  let now: Instant | null = null
  for (const fact of facts) {
    // A server's clock may step back; what was learned later stays later.
    const at = (now === null ? fact.recordedAt : Math.max(now, fact.recordedAt)) as Instant
    if (at > asOf) break
    // Months that began before this fact was known are entered first: they were due without it.
    if (now !== null) ledger.settle(duesOf(rules, known, at), { since: now, at })
    known.push(fact)
    ledger.settle(duesOf(rules, known, at), { since: at, at })
    now = at
  }
  if (now !== null) ledger.settle(duesOf(rules, known, asOf), { since: now, at: asOf })
  return ledger.postings
}

type Entered = { readonly posting: Posting; readonly key: string }

function openLedger() {
  const postings: Posting[] = []
  const effective = new Map<string, Entered>()
  const revisions = new Map<string, number>()

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
