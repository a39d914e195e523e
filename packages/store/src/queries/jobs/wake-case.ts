/** Puts a case on the agenda, in the transaction that changes it: what follows is worked out right after. */
import type { CaseEvent } from '@keyturn/cases/notices/case-events.ts'
import { type CaseId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'

// A case that is new here begins with this moment: what was due before it is nobody's to tell any more.
const AGENDA = `insert into keyturn.case_agenda as a (case_id, since, acted_until, due_at)
  values ($1, $2::timestamptz - interval '1 millisecond', $2::timestamptz - interval '1 millisecond', $2)
  on conflict (case_id) do update
  set due_at = least(a.due_at, excluded.due_at), retry_at = null, tries = 0, failure = null`
// The agenda's row is locked by now, so numbers are given one transaction after the other.
const EVENTS = `insert into keyturn.case_events (case_id, seq, kind, subject, at, made_at, jurisdiction, vendor)
  select $1, last.seq + (row_number() over (order by e.place))::integer, e.kind, e.subject, e.at, $2,
    c.jurisdiction, c.vendor
  from keyturn.cases c
  cross join (select coalesce(max(seq), 0) as seq from keyturn.case_events where case_id = $1) last
  cross join unnest($3::text[], $4::text[], $5::timestamptz[]) with ordinality as e (kind, subject, at, place)
  where c.case_id = $1 and not exists (
    select from keyturn.case_events x where x.case_id = $1 and x.kind = e.kind and x.subject = e.subject)`
const WAKE = `select graphile_worker.add_job('act-case', json_build_object('about', $1::text),
  job_key => 'act-case ' || $1::text, max_attempts => 1)`

/**
 * Call it in every transaction that appends a fact to a case or stores a new assessment of it.
 *
 * @param wake.at when that was; the case's first moment here at its first call
 * @param wake.events what programs are told of it; those told before are left out
 */
export async function wakeCase(
  client: pg.ClientBase,
  wake: { readonly caseId: CaseId; readonly at: Instant; readonly events: readonly CaseEvent[] },
): Promise<void> {
  await client.query({ name: 'agenda', text: AGENDA, values: [wake.caseId, iso(wake.at)] })
  await addEvents(client, wake.caseId, wake.events, wake.at)
  // Only a wake-up: were it lost, the next look at the agenda finds the case.
  await client.query({ name: 'wake-case', text: WAKE, values: [wake.caseId] })
}

/** Adds events to a case whose agenda this transaction has locked. Those of a kind and subject known are left out. */
export async function addEvents(
  client: pg.ClientBase,
  caseId: CaseId,
  events: readonly CaseEvent[],
  madeAt: Instant,
): Promise<void> {
  if (events.length === 0) return
  await client.query({
    name: 'add-events',
    text: EVENTS,
    values: [
      caseId,
      iso(madeAt),
      events.map(({ kind }) => kind),
      events.map(({ subject }) => subject),
      events.map(({ at }) => iso(at)),
    ],
  })
}
