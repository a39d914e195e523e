/** Case assessments per second, two years of history each, beside json-rules-engine on the same rules. */
import { assess } from '@keyturn/cases/assess.ts'
import { condense } from '@keyturn/cases/condense.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import { caseLawOf } from '@keyturn/cases/program/case-law.ts'
import type { CaseFile } from '@keyturn/cases/program/fact.ts'
import type { CaseLaw } from '@keyturn/cases/program/told.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { type CivilDate, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import type { Engine } from 'json-rules-engine'
import { caseFileOf } from './case-files.ts'
import { type Life, lifeOf } from './case-lives.ts'
import { found, judgeByRules, rulesEngine } from './case-rules-engine.ts'
import { type Row, short } from './row.ts'

const LIVES = 12
// A date, checked by the reader of dates wherever it is used.
const twoYears = { profile: massachusetts, from: '2026-11-02' as CivilDate, days: 730 }
const ROUNDS = 3

type Case = Life & { readonly file: CaseFile; readonly eventful: readonly Record[] }

/** Two rows: a whole case as the server holds it, and the log of its device read from the first record on. */
export async function benchCases(): Promise<Row[]> {
  const law = lawOf('US-MA')
  const cases = Array.from({ length: LIVES }, (_, n) =>
    caseOf(lifeOf({ ...twoYears, seed: n + 1, drivesPerDay: 1 + (n % 4) }), n),
  )
  const engine = rulesEngine(massachusetts)
  for (const one of cases) await agree(engine, one)
  let ours = 0
  let theirs = 0
  let whole = 0
  let wholeTheirs = 0
  for (let round = 0; round < ROUNDS; round++) {
    ours = Math.max(ours, await perSecond(cases, 200, (one, n) => assessAt(law, one, round * 1_000 + n)))
    theirs = Math.max(theirs, await perSecond(cases, 3, (one) => judgeByRules(engine, massachusetts, one.eventful)))
    whole = Math.max(whole, await perSecond(cases, 3, (one) => assessAll(one)))
    // One life is thousands of runs of the rules: once is enough.
    if (round === 0) {
      wholeTheirs = await perSecond(cases.slice(0, 2), 1, (one) => judgeByRules(engine, massachusetts, one.records))
    }
  }
  const records = cases.reduce((sum, one) => sum + one.records.length, 0) / cases.length
  return [
    {
      what: `whole cases assessed, 2 years, ${short(Math.round(records))} records each`,
      figure: `${short(ours)}/s`,
      beside: `json-rules-engine, device rules only, ${short(theirs)}/s`,
      ratio: `${(ours / theirs).toFixed(0)} x`,
      budget: '5 k/s; 50 x',
    },
    {
      what: 'the device rules on every single record',
      figure: `${short(whole)}/s`,
      beside: `json-rules-engine ${short(wholeTheirs)}/s`,
      ratio: `${(whole / wholeTheirs).toFixed(0)} x`,
      budget: '50 x',
    },
  ]
}

function lawOf(jurisdiction: string): CaseLaw {
  const law = caseLawOf(jurisdiction)
  if (law === undefined) throw new Error(`there is no law of ${jurisdiction}`)
  return law
}

const caseOf = (life: Life, n: number): Case => {
  const facts = condense(massachusetts, life.device, life.records)
  // The rules engine is spared what changes nothing, as ours is.
  const eventful = facts.flatMap((fact) => (fact.kind === 'record' ? [fact.record] : []))
  return { ...life, file: caseFileOf(life, n), eventful }
}

/** Never the same moment twice: the engine remembers its last answer about a log. */
const assessAt = (law: CaseLaw, { file, end }: Case, n: number) => assessCase(law, file, instant(end + n))

const assessAll = ({ device, records, end }: Life) => assess(massachusetts, recordFacts(device, records), end)

async function perSecond(
  cases: readonly Case[],
  times: number,
  run: (one: Case, n: number) => unknown,
): Promise<number> {
  const from = process.hrtime.bigint()
  for (let n = 0; n < times; n++) for (const one of cases) await run(one, n)
  return (cases.length * times * 1e9) / Number(process.hrtime.bigint() - from)
}

/** Both must find the same, or there is nothing to compare. What only ours looks for is left out. */
async function agree(engine: Engine, one: Case): Promise<void> {
  const { findings } = assessAll(one)
  const ours = findings.filter(({ rule }) => rule !== 'fast-fall').map(({ rule, since }) => found(rule, since))
  const theirs = await judgeByRules(engine, massachusetts, one.eventful)
  const differ = [...ours.filter((id) => !theirs.includes(id)), ...theirs.filter((id) => !ours.includes(id))]
  if (differ.length > 0) throw new Error(`${one.device}: only one of both finds ${differ.join(', ')}`)
  if (ours.length < 3) throw new Error(`${one.device}: a life in which nothing happens compares nothing`)
}
