/** Visits that are due, by the log where it tells them and by the provider’s word where it does not. */
import { after } from '@keyturn/domain/units.ts'
import type { Deadline } from '../assessment.ts'
import { startOfDayAfter } from '../calendar.ts'
import { refOf } from '../finding.ts'
import { groundOf } from '../law.ts'
import { lawOfListed } from '../orders.ts'
import type { CaseDeadline, CaseDevice, CaseFinding, CaseRef } from './assessment.ts'
import { type DeviceLaw, deviceLawOf } from './lifted.ts'
import { visitsOf } from './missed.ts'
import type { Scene } from './scene.ts'
import { missedVisits, type ToldPeriod } from './visits.ts'

/** A deadline before it is known whether it has passed. */
export type Timeless = Omit<CaseDeadline, 'state'>

type Judged = { readonly devices: readonly CaseDevice[]; readonly findings: readonly CaseFinding[] }

/** Of every device that has not been taken out. */
export function deviceDeadlines(scene: Scene, { devices, findings }: Judged): readonly Timeless[] {
  const law = deviceLawOf(scene.told)
  const there = devices.filter(({ removedAt }) => removedAt === null)
  return there.flatMap((device) => {
    const { periods, keptAfterAll } = visitsOf(scene, device, law)
    const current = periods.at(-1)
    const told = current === undefined || current.endedAt !== null ? [] : periodDeadlines(scene, current, law)
    // With one car there is nothing to tell apart.
    const car = there.length < 2 || device.vehicle === null ? '' : `, ${scene.told.names.vehicle(device.vehicle)}`
    return [...loggedDeadlines(scene, device, findings, keptAfterAll), ...told].map((one) => ({
      ...one,
      title: `${one.title}${car}`,
    }))
  })
}

function loggedDeadlines(
  scene: Scene,
  { device, assessment }: CaseDevice,
  findings: readonly CaseFinding[],
  keptAfterAll: string | null,
): readonly Timeless[] {
  return (assessment?.deadlines ?? []).flatMap((one) => {
    // Requests for a hearing are the case’s: it knows which were made.
    if (one.what === 'hearing-request') return []
    const id = `${device}:${one.id}`
    const overtaken = keptAfterAll !== null && (one.what === 'service-visit' || id === keptAfterAll)
    if (overtaken) return []
    const { what, title, opensAt, closesAt, law } = one
    return [{ id, what, title, opensAt, closesAt, law, because: becauseOf(scene, device, one, findings) }]
  })
}

/** The finding that a deadline belongs to has its facts; a regular visit is counted from the one before. */
function becauseOf(
  { told }: Scene,
  device: CaseDevice['device'],
  { id }: Deadline,
  findings: readonly CaseFinding[],
): readonly CaseRef[] {
  const finding = findings.find((one) => one.id === `${device}:${id}`)
  if (finding !== undefined) return finding.because
  const seq = Number(id.split('@').at(-1))
  const records = told.file.devices.find((one) => one.device === device)?.records ?? []
  const there = records[seq - 1]
  const record = there?.seq === seq ? there : records.find((one) => one.seq === seq)
  if (record === undefined) return []
  return [{ of: 'device', ...refOf(record, { device, zone: told.zone, lastHeardAt: null }) }]
}

function periodDeadlines(scene: Scene, period: ToldPeriod, law: DeviceLaw): readonly Timeless[] {
  const { opened, device, dueAt, ordered } = period
  const { service, timeZone } = law.at(opened.at).profile
  const days = service.opensAfterDays.value
  const visit: Timeless = {
    id: `${device}:service-visit@fact-${opened.seq}`,
    what: 'service-visit',
    title: 'Service visit',
    opensAt: days === null ? null : startOfDayAfter(opened.at, days, timeZone),
    closesAt: dueAt,
    law: ordered === null ? groundOf(service.dueWithinDays) : lawOfListed(ordered.listed),
    because: [scene.ref(opened)],
  }
  return [visit, ...missedVisits(scene, [period], law).flatMap((finding) => limitOf(finding, law))]
}

function limitOf(finding: CaseFinding, law: DeviceLaw): readonly Timeless[] {
  const rule = law.at(finding.since).profile.lockouts.find(({ id }) => id === finding.rule)
  if (finding.class !== 'lockout' || rule?.effect.value.kind !== 'visit-within') return []
  const closesAt = after(finding.since, rule.effect.value.visitWithin)
  const { id, title, since, because } = finding
  return [
    {
      id,
      what: 'lockout-visit',
      title: `Visit because of: ${title}`,
      opensAt: since,
      closesAt,
      law: groundOf(rule.effect),
      because,
    },
  ]
}
