/**
 * Logs into cases: what devices sent since a case was assessed is read for it. One pass does everything there is; done
 * twice, or by two servers at once, it comes to the same.
 */
import type { CaseId, DeviceId } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import {
  type Grown,
  grownDevices,
  type Link,
  linksToSettle,
  noteCased,
  settleLink,
} from '@keyturn/store/queries/cases/case-devices.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import type pg from 'pg'
import type { CaseParts } from './case-parts.ts'
import { storeAsOf } from './reassess-case.ts'

export type Reading = {
  readonly stopping: AbortSignal
  /** Told about a case that could not be assessed; its devices are taken up again at the next pass. */
  readonly onFailure: (caseId: CaseId, error: unknown) => void
}

const AT_ONCE = 500

/** @returns how many cases were assessed anew */
export async function readGrown(parts: CaseParts, reading: Reading): Promise<number> {
  return (await settleLinks(parts, reading)) + (await followHeads(parts, reading))
}

/** A link that was just made: its case is compared with the log once more, now that every upload sees the link. */
async function settleLinks(parts: CaseParts, reading: Reading): Promise<number> {
  const links = await asSystem(parts.pool, (client) => linksToSettle(client, AT_ONCE))
  let assessed = 0
  for (const [caseId, some] of byCase(links)) {
    const settle = async (client: pg.ClientBase) => {
      for (const link of some) await settleLink(client, link)
    }
    if ((await readInto(parts, reading, caseId, settle)) === 'assessed') assessed += 1
  }
  return assessed
}

async function followHeads(parts: CaseParts, reading: Reading): Promise<number> {
  let [assessed, after] = [0, '']
  for (;;) {
    const grown = await asSystem(parts.pool, (client) => grownDevices(client, { after, limit: AT_ONCE }))
    const known: Grown[] = grown.filter(({ caseId }) => caseId === null)
    for (const [caseId, some] of byCase(grown.filter(hasCase))) {
      const outcome = await readInto(parts, reading, caseId)
      if (outcome === 'assessed') assessed += 1
      if (outcome !== 'failed') known.push(...some)
    }
    await noteCased(parts.pool, known)
    const last = grown.at(-1)
    if (last === undefined || grown.length < AT_ONCE || reading.stopping.aborted) return assessed
    after = last.device
  }
}

type OfCase = { readonly caseId: CaseId; readonly device: DeviceId }
const hasCase = (grown: Grown): grown is Grown & OfCase => grown.caseId !== null

function byCase<T extends OfCase | Link>(all: readonly T[]): ReadonlyMap<CaseId, readonly T[]> {
  const found = new Map<CaseId, T[]>()
  for (const one of all) found.set(one.caseId, [...(found.get(one.caseId) ?? []), one])
  return found
}

/** Assesses a case if a log of it has grown. Another server, or a fact recorded meanwhile, may have done so already. */
async function readInto(
  parts: CaseParts,
  { stopping, onFailure }: Reading,
  caseId: CaseId,
  besides: (client: pg.ClientBase) => Promise<void> = async () => undefined,
): Promise<'assessed' | 'known' | 'failed'> {
  if (stopping.aborted) return 'failed'
  try {
    return await asSystem(parts.pool, async (client) => {
      const row = await lockCase(client, caseId)
      if (row === undefined) return 'known'
      const stored = await storedStatus(client, caseId)
      await besides(client)
      if (stored?.grown === false) return 'known'
      const { assessment } = await storeAsOf(parts, client, row, parts.clock.now())
      await wakeCase(client, { caseId, at: assessment.asOf, events: [] })
      return 'assessed'
    })
  } catch (error) {
    if (!stopping.aborted) onFailure(caseId, error)
    return 'failed'
  }
}
