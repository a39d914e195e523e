/**
 * Which dates the devices of a case have now: before any order, as they stand, and since when their period runs. Pure.
 * The device's own records come first; a device that never wrote has the dates that facts tell.
 */
import type { CaseDevice } from '@keyturn/cases/program/assessment.ts'
import type { CaseFact, CaseFile, DeviceHistory } from '@keyturn/cases/program/fact.ts'
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { Record } from '@keyturn/domain/record.ts'
import type { ServiceFunction } from '@keyturn/domain/relief.ts'
import type { CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { CaseDue } from '@keyturn/store/queries/statements/case-due.ts'

type DateNow = Pick<CaseDue, 'of' | 'rule' | 'sinceOn' | 'dueOn' | 'standsOn'>

/** Of the devices that are in vehicles now. `zone`: of the jurisdiction. */
export function dueDates(file: CaseFile, devices: readonly CaseDevice[], zone: string): readonly CaseDue[] {
  const gone = new Set(file.facts.flatMap((fact) => (fact.kind === 'fact-withdrawn' ? [fact.fact] : [])))
  const facts = file.facts.filter(({ seq }) => !gone.has(seq)).toSorted((a, b) => a.at - b.at || a.seq - b.seq)
  return devices
    .filter(({ installedAt, removedAt }) => installedAt !== null && removedAt === null)
    .flatMap(({ device, vendor }) => {
      const history = file.devices.find((one) => one.device === device)
      const known = history?.identities?.at(-1)?.identity
      const identity = {
        vendor: vendor ?? known?.vendor ?? '',
        model: known?.model ?? '',
        firmware: known?.firmware ?? '',
        region: known?.region ?? '',
      }
      const center = centerOf(device, facts, history)
      const dates = history === undefined ? datesTold(device, facts, zone) : datesInLog(history.records, zone)
      return dates.map((date) => ({ device, identity, center, ...date }))
    })
}

/** The dates that records since the last visit set and moved. */
export function datesInLog(records: readonly Record[], zone: string): readonly DateNow[] {
  const from = records.findLastIndex(({ kind }) => kind === 'installed' || kind === 'service-completed')
  const set = records[from]
  if (set === undefined || (set.kind !== 'installed' && set.kind !== 'service-completed')) return []
  const day = (at: Instant): CivilDate => civilDateOf(at, zone)
  const dates = new Map<string, DateNow>()
  const begin = (of: ServiceFunction, rule: string, since: Instant, due: Instant): void => {
    dates.set(`${of} ${rule}`, { of, rule, sinceOn: day(since), dueOn: day(due), standsOn: day(due) })
  }
  begin('service-visit', '', set.at, set.dueAt)
  for (const record of records.slice(from + 1)) {
    switch (record.kind) {
      case 'uninstalled':
        return []
      case 'violations-reset-began':
        begin('violations-service', '', record.at, record.visitBy)
        break
      case 'lockout-began':
        if (record.visitBy !== null) begin('lockout-visit', record.rule, record.at, record.visitBy)
        break
      case 'lockout-ended':
        dates.delete(`lockout-visit ${record.rule}`)
        break
      case 'due-date-moved': {
        const key = `${record.of} ${record.rule}`
        const before = dates.get(key)
        if (before !== undefined) dates.set(key, { ...before, standsOn: day(record.dueAt) })
        break
      }
      default:
        break
    }
  }
  return [...dates.values()]
}

function datesTold(device: DeviceId, facts: readonly CaseFact[], zone: string): readonly DateNow[] {
  const last = facts.findLast(
    (fact) => (fact.kind === 'device-installed' || fact.kind === 'visit-kept') && fact.device === device,
  )
  if (last?.kind !== 'device-installed' && last?.kind !== 'visit-kept') return []
  const { dueOn } = last
  if (dueOn === null) return []
  return [{ of: 'service-visit', rule: '', sinceOn: civilDateOf(last.at, zone), dueOn, standsOn: dueOn }]
}

/** Where the device was served last; empty text when nobody says. */
function centerOf(device: DeviceId, facts: readonly CaseFact[], history: DeviceHistory | undefined): string {
  const told = facts.findLast(
    (fact) => (fact.kind === 'device-installed' || fact.kind === 'visit-kept') && fact.device === device,
  )
  const opened = history?.records.findLast(({ kind }) => kind === 'service-opened')
  const fromLog = opened?.kind === 'service-opened' ? opened : undefined
  const fromFact = told?.kind === 'device-installed' || told?.kind === 'visit-kept' ? told : undefined
  if (fromLog !== undefined && (fromFact === undefined || fromLog.at > fromFact.at)) return fromLog.center
  return fromFact?.center ?? ''
}
