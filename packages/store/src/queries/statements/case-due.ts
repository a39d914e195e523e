/** Which dates devices have: worked out with their cases, asked for when an order is previewed. */
import type { DeviceIdentity, ServiceFunction } from '@keyturn/domain/relief.ts'
import type { CaseId, CivilDate, DeviceId } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type CaseDue = {
  readonly device: DeviceId
  readonly of: ServiceFunction
  /** Of the lockout whose time to visit it is; empty for the other dates. */
  readonly rule: string
  /** Empty text: not known. */
  readonly identity: Pick<DeviceIdentity, 'vendor' | 'model' | 'firmware' | 'region'>
  readonly center: string
  readonly sinceOn: CivilDate
  /** Before any order. */
  readonly dueOn: CivilDate
  /** As it stands. */
  readonly standsOn: CivilDate
}

const CLEAR = 'delete from keyturn.case_due where case_id = $1'
const ADD = `insert into keyturn.case_due (case_id, jurisdiction, vendor, device_id, of_function, rule, device_vendor,
    model, firmware, region, center, since_on, due_on, stands_on)
  select $1, $2, $3, d.* from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::date[], $13::date[], $14::date[]) as d`

/** Puts the dates of a case in the place of those it had. In the server's own name, while the case is locked. */
export async function storeCaseDue(
  client: pg.ClientBase,
  { caseId, jurisdiction, vendor }: { caseId: CaseId; jurisdiction: string; vendor: string | null },
  due: readonly CaseDue[],
): Promise<void> {
  await client.query({ name: 'clear-due', text: CLEAR, values: [caseId] })
  if (due.length === 0) return
  const column = (value: (one: CaseDue) => string) => due.map(value)
  await client.query({
    name: 'add-due',
    text: ADD,
    values: [
      caseId,
      jurisdiction,
      vendor,
      column(({ device }) => device),
      column(({ of }) => of),
      column(({ rule }) => rule),
      column(({ identity }) => identity.vendor),
      column(({ identity }) => identity.model),
      column(({ identity }) => identity.firmware),
      column(({ identity }) => identity.region),
      column(({ center }) => center),
      column(({ sinceOn }) => sinceOn),
      column(({ dueOn }) => dueOn),
      column(({ standsOn }) => standsOn),
    ],
  })
}

type Days = { readonly from: CivilDate; readonly until: CivilDate }
type DueRow = {
  readonly case_id: CaseId
  readonly device_id: DeviceId
  readonly of_function: ServiceFunction
  readonly rule: string
  readonly device_vendor: string
  readonly model: string
  readonly firmware: string
  readonly region: string
  readonly center: string
  // Written as a civil date is.
  readonly since_on: CivilDate
  readonly due_on: CivilDate
  readonly stands_on: CivilDate
}

const DUE = `select case_id, device_id, of_function, rule, device_vendor, model, firmware, region, center,
    to_char(since_on, 'YYYY-MM-DD') as since_on, to_char(due_on, 'YYYY-MM-DD') as due_on,
    to_char(stands_on, 'YYYY-MM-DD') as stands_on
  from keyturn.case_due where jurisdiction = $1 and due_on between $2 and $3 and of_function = any($4)
  order by due_on, device_id, rule`

/** Dates that fall due in these days before any order, of devices in cases that whoever asks may see. */
export async function dueWithin(
  db: Queryable,
  jurisdiction: string,
  { from, until }: Days,
  functions: readonly ServiceFunction[],
): Promise<readonly (CaseDue & { readonly caseId: CaseId })[]> {
  const { rows } = await db.query<DueRow>(DUE, [jurisdiction, from, until, functions])
  return rows.map((row) => ({
    caseId: row.case_id,
    device: row.device_id,
    of: row.of_function,
    rule: row.rule,
    identity: { vendor: row.device_vendor, model: row.model, firmware: row.firmware, region: row.region },
    center: row.center,
    sinceOn: row.since_on,
    dueOn: row.due_on,
    standsOn: row.stands_on,
  }))
}

const LOAD = `select center, to_char(stands_on, 'YYYY-MM-DD') as on_day, count(*) as visits
  from (select distinct center, stands_on, device_id from keyturn.case_due
    where jurisdiction = $1 and stands_on between $2 and $3) due
  group by center, stands_on`

/** Devices that are due at each center on each day, as dates stand. */
export async function standingLoad(
  db: Queryable,
  jurisdiction: string,
  { from, until }: Days,
): Promise<readonly { readonly center: string; readonly on: CivilDate; readonly visits: number }[]> {
  const { rows } = await db.query<{ center: string; on_day: CivilDate; visits: number }>(LOAD, [
    jurisdiction,
    from,
    until,
  ])
  return rows.map(({ center, on_day, visits }) => ({ center, on: on_day, visits }))
}

// A device that is in a vehicle has one scheduled visit.
const KNOWN = `select count(*) as devices,
    count(*) filter (where device_vendor = '') as vendor,
    count(*) filter (where model = '') as model,
    count(*) filter (where firmware = '') as firmware,
    count(*) filter (where region = '') as region
  from keyturn.case_due where jurisdiction = $1 and of_function = 'service-visit'`

export type KnownOf = {
  readonly devices: number
  /** Devices of which it is not known. */
  readonly unknown: { readonly [W in 'vendor' | 'model' | 'firmware' | 'region']: number }
}

/** How many devices have dates here, and of how many it is not known what they are. */
export async function devicesKnown(db: Queryable, jurisdiction: string): Promise<KnownOf> {
  const { rows } = await db.query<{ devices: number } & KnownOf['unknown']>(KNOWN, [jurisdiction])
  const { devices = 0, vendor = 0, model = 0, firmware = 0, region = 0 } = rows[0] ?? {}
  return { devices, unknown: { vendor, model, firmware, region } }
}
