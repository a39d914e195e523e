/** Case assessments per second, two years of history each, beside json-rules-engine on the same rules. */
import { assess } from '@keyturn/cases/assess.ts'
import { condense } from '@keyturn/cases/condense.ts'
import { type Fact, recordFacts } from '@keyturn/cases/fact.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import type { Engine } from 'json-rules-engine'
import { type Life, lifeOf } from './case-lives.ts'
import { found, judgeByRules, rulesEngine } from './case-rules-engine.ts'
import { type Row, short } from './row.ts'

const LIVES = 12
const ROUNDS = 3

type Case = Life & { readonly facts: readonly Fact[]; readonly eventful: readonly Record[] }

/** Two rows: from the facts as the server holds them, and from every record of the log. */
export async function benchCases(): Promise<Row[]> {
  const cases = Array.from({ length: LIVES }, (_, seed) => caseOf(lifeOf(massachusetts, seed + 1, 1 + (seed % 4))))
  const engine = rulesEngine(massachusetts)
  for (const one of cases) await agree(engine, one)
  let ours = 0
  let theirs = 0
  let whole = 0
  let wholeTheirs = 0
  for (let round = 0; round < ROUNDS; round++) {
    ours = Math.max(ours, await perSecond(cases, 100, (one) => void assess(massachusetts, one.facts, one.end)))
    theirs = Math.max(theirs, await perSecond(cases, 3, (one) => judgeByRules(engine, massachusetts, one.eventful)))
    whole = Math.max(whole, await perSecond(cases, 3, (one) => void assessAll(one)))
    // One life is a hundred thousand rules to run: once is enough.
    if (round === 0)
      wholeTheirs = await perSecond(cases.slice(0, 2), 1, (one) => judgeByRules(engine, massachusetts, one.records))
  }
  const records = cases.reduce((sum, one) => sum + one.records.length, 0) / cases.length
  return [
    {
      what: `assessments/s, 2 years, ${short(Math.round(records))} records each`,
      figure: `${short(ours)}/s`,
      beside: `json-rules-engine ${short(theirs)}/s`,
      ratio: `${(ours / theirs).toFixed(0)} x`,
      budget: '5 k/s; 50 x',
    },
    {
      what: 'the same, from every single record',
      figure: `${short(whole)}/s`,
      beside: `json-rules-engine ${short(wholeTheirs)}/s`,
      ratio: `${(whole / wholeTheirs).toFixed(0)} x`,
      budget: '50 x',
    },
  ]
}

const caseOf = (life: Life): Case => {
  const facts = condense(massachusetts, life.device, life.records)
  // The rules engine is spared what changes nothing, as ours is.
  const eventful = facts.flatMap((fact) => (fact.kind === 'record' ? [fact.record] : []))
  return { ...life, facts, eventful }
}

const assessAll = ({ device, records, end }: Life) => assess(massachusetts, recordFacts(device, records), end)

async function perSecond(cases: readonly Case[], times: number, run: (one: Case) => unknown): Promise<number> {
  const from = process.hrtime.bigint()
  for (let n = 0; n < times; n++) for (const one of cases) await run(one)
  return (cases.length * times * 1e9) / Number(process.hrtime.bigint() - from)
}

/** Both must find the same, or there is nothing to compare. What only ours looks for is left out. */
async function agree(engine: Engine, one: Case): Promise<void> {
  const { findings } = assess(massachusetts, one.facts, one.end)
  const ours = findings.filter(({ rule }) => rule !== 'fast-fall').map(({ rule, since }) => found(rule, since))
  const theirs = await judgeByRules(engine, massachusetts, one.eventful)
  const differ = [...ours.filter((id) => !theirs.includes(id)), ...theirs.filter((id) => !ours.includes(id))]
  if (differ.length > 0) throw new Error(`${one.device}: only one of both finds ${differ.join(', ')}`)
  if (ours.length < 3) throw new Error(`${one.device}: a life in which nothing happens compares nothing`)
}
