/**
 * The stored answer of every case is an assessment from zero of what it says it was made from. This compares them, case
 * by case, and tells what differs: a program that changed, a row that was meddled with, a mistake of ours.
 */
import { knownAs } from '@keyturn/cases/program/basis.ts'
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { caseIdsAfter } from '@keyturn/store/queries/cases/case-ids.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import type pg from 'pg'
import { readCaseFile } from './case-file.ts'
import { lawOf } from './case-law.ts'
import type { CaseParts } from './case-parts.ts'
import { deviceStanding, digestOf, judge } from './judged.ts'
import { reassessCase } from './reassess-case.ts'
import { vendorOf } from './store-judged.ts'

export type StoredCheck = {
  readonly checked: number
  /** Cases whose stored answer is not what an assessment from zero says, with what differs. */
  readonly differing: readonly { readonly caseId: CaseId; readonly what: readonly string[] }[]
}

const AT_ONCE = 200

/** Compares all cases. Changes nothing. */
export async function checkStoredStatuses(parts: CaseParts): Promise<StoredCheck> {
  const differing: { caseId: CaseId; what: readonly string[] }[] = []
  let [checked, after] = [0, '']
  for (;;) {
    const ids = await asSystem(parts.pool, (client) => caseIdsAfter(client, after, AT_ONCE))
    for (const caseId of ids) {
      const what = await asSystem(parts.pool, (client) => differences(parts, client, caseId))
      checked += 1
      if (what.length > 0) differing.push({ caseId, what })
    }
    const last = ids.at(-1)
    if (last === undefined) return { checked, differing }
    after = last
  }
}

async function differences(
  { records }: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  caseId: CaseId,
): Promise<readonly string[]> {
  const row = await findCase(client, caseId)
  const stored = await storedStatus(client, caseId)
  if (row === undefined || stored === undefined) return ['nothing is stored']
  const all = await readCaseFile({ db: client, records }, caseId)
  // Facts and records that came since the answer was stored are not in it.
  const { factsSeq: facts, asOf, digest } = stored
  const devices = stored.devices.filter(({ seq }) => seq > 0)
  const file = knownAs(all, { asOf, facts, devices, rules: [], digest })
  const { assessment, ...fresh } = judge(await lawOf(client, row.jurisdiction, asOf), file, asOf)
  const pairs: Readonly<Record<string, readonly [unknown, unknown]>> = {
    'the assessment': [digest, fresh.digest],
    'its digest': [digestOf(stored.assessment), digest],
    'the number of facts': [file.facts.length, facts],
    'the stage': [stored.stage, assessment.stage.kind],
    'the standing': [stored.standing, deviceStanding(assessment.devices)],
    'the name': [stored.name, assessment.participant?.name ?? ''],
    'the vendor': [stored.vendor, vendorOf(file)],
    'the jurisdiction': [stored.jurisdiction, row.jurisdiction],
    'the next change': [stored.nextChangeAt, assessment.nextChangeAt],
  }
  return Object.entries(pairs).flatMap(([what, [held, made]]) => (held === made ? [] : [what]))
}

export type StoredDailyOptions = {
  readonly logger: { readonly error: (about: object, words: string) => void }
  /** Told how many differ. */
  readonly onDiffering: (cases: number) => void
}

/** Once a day: compares, tells loudly, and puts the answer from zero in the place of one that differs. */
export const storedStatusesDaily = (parts: CaseParts, { logger, onDiffering }: StoredDailyOptions) => ({
  name: 'stored-statuses',
  run: async (now: Instant): Promise<StoredCheck> => {
    const found = await checkStoredStatuses(parts)
    onDiffering(found.differing.length)
    for (const { caseId, what } of found.differing) {
      logger.error({ caseId, what }, 'the stored answer of a case was not what an assessment from zero says; replaced')
      await reassessCase(parts, caseId, now)
    }
    return found
  },
})
