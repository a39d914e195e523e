/** A driver's statement: to the driver, the vendor it is about, and the authority. */
import { driverStatement } from '@keyturn/cases/fees/statement.ts'
import type { CaseStatement } from '@keyturn/contract/endpoints/fees.ts'
import { statementCsv, statementText } from '@keyturn/contract/fees/statement-files.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { type CaseId, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { postingsOfCase } from '@keyturn/store/queries/money/postings.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { look } from '../../cases/look.ts'
import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import type { Services } from '../../services.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { statementOf } from './wire.ts'

export const caseStatementRoute = route('case-statement', async ({ params: { caseId }, actor, now, services }) => {
  const statement = await statementFor(services, { caseId, actor, now, what: 'case-statement' })
  return statement === undefined ? unknownCase(caseId) : ok(statement)
})

export const caseStatementFileRoute = route('case-statement-file', async ({ params, query, actor, now, services }) => {
  const { caseId } = params
  const statement = await statementFor(services, { caseId, actor, now, what: 'case-statement-file' })
  if (statement === undefined) return unknownCase(caseId)
  return query.format === 'csv'
    ? ok({ bytes: Buffer.from(statementCsv(statement)), mediaType: 'text/csv', name: `statement-${caseId}.csv` })
    : ok({ bytes: Buffer.from(inText(statement)), mediaType: 'text/plain', name: `statement-${caseId}.txt` })
})

type Asked = { readonly caseId: CaseId; readonly actor: Actor; readonly now: Instant; readonly what: string }

/** The lines that the caller may see, with what is due by now. Undefined when the case is not theirs. */
export async function statementFor(services: Services, asked: Asked): Promise<CaseStatement | undefined> {
  const { caseId, now } = asked
  // The look itself is written down once, below.
  const seen = await asActor(services.pool, asked.actor, (client) => findCase(client, caseId))
  if (seen === undefined) return undefined
  await bringUpToDate(services, caseId, now)
  return look(services.pool, asked, async (client, { jurisdiction }) => {
    const timeZone = feeLawsOf(jurisdiction)[0]?.timeZone ?? 'UTC'
    const postings = await postingsOfCase(client, caseId)
    // What another server entered with a clock a little ahead is shown too.
    const asOf = instant(Math.max(now, postings.at(-1)?.enteredAt ?? now))
    const statement = driverStatement(postings, asOf)
    return statementOf({ caseId, jurisdiction, timeZone }, statement)
  })
}

const inText = (statement: CaseStatement): string =>
  statementText(statement, (moment) => {
    const at = parseInstant(moment)
    return at === undefined ? moment : inZone(at, statement.timeZone)
  })
