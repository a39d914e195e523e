/** `program.json`: for which moment the demo's lives were made, and how many of them are there. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseId, caseId, type Instant, instant, isCaseId } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'

type Began = {
  readonly now: Instant
  /** Lives that are there, and the last of them; none while they are made. */
  readonly cases: number
  readonly last: CaseId | null
}

const fileIn = (dataDir: string): string => join(dataDir, 'program.json')

/** The moment the fleet is made for: after a start that was interrupted, that of the first one. */
export function beganAt(dataDir: string, now: Instant): Instant {
  const began = read(dataDir)
  if (began !== undefined) return began.now
  write(dataDir, { now, cases: 0, last: null })
  return now
}

export function noteFilled(dataDir: string, cases: number, last: CaseId): void {
  const began = read(dataDir)
  if (began !== undefined) write(dataDir, { ...began, cases, last })
}

/** Whether this many lives are in this very database already. */
export async function isFilled(dataDir: string, databaseUrl: string, cases: number): Promise<boolean> {
  const began = read(dataDir)
  if (began === undefined || began.last === null || began.cases < cases) return false
  const { last } = began
  const pool = openPool(databaseUrl, { connectionsMax: 1 })
  try {
    return (await asSystem(pool, (client) => findCase(client, last))) !== undefined
  } finally {
    await pool.end()
  }
}

/** What is no file of ours is as good as none: cases that are there already are left alone. */
function read(dataDir: string): Began | undefined {
  if (!existsSync(fileIn(dataDir))) return undefined
  const kept: unknown = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
  if (typeof kept !== 'object' || kept === null) return undefined
  const { now, cases, last }: Partial<Record<string, unknown>> = { ...kept }
  if (typeof now !== 'number' || typeof cases !== 'number') return undefined
  return { now: instant(now), cases, last: typeof last === 'string' && isCaseId(last) ? caseId(last) : null }
}

function write(dataDir: string, began: Began): void {
  const file = fileIn(dataDir)
  writeFileSync(`${file}.new`, `${JSON.stringify({ v: 1, ...began })}\n`)
  renameSync(`${file}.new`, file)
}
