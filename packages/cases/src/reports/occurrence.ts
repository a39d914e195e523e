/** What happened in a case that an authority may have to hear of: when it was discovered, whose doing it was. */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { unreachable } from '@keyturn/domain/units.ts'
import type { VisitPurpose } from '@keyturn/rules/fees.ts'
import { fails, type Profile } from '@keyturn/rules/profile.ts'
import type { Occasion } from '@keyturn/rules/reports.ts'
import { inForce, versionsOf } from '../in-force.ts'
import type { CaseAssessment, CaseFinding } from '../program/assessment.ts'
import type { CaseFile, DeviceHistory, FactOf } from '../program/fact.ts'
import { countsAgainst } from '../program/standing.ts'
import { standing } from './standing.ts'
import { type Doing, whoseDoing } from './whose-doing.ts'

export type Occurrence = {
  /** Stable: the same in every later look at the case. */
  readonly id: string
  /** Ids it may have had before: one act that was told twice is one finding. */
  readonly aliases: readonly string[]
  readonly at: Instant
  /** When the case learned it. */
  readonly discoveredAt: Instant
  /** From when the time to report it runs: the discovery of what was found out, the moment of what was done. */
  readonly runsFrom: Instant
  readonly doing: Doing
  readonly device: DeviceId | null
  /** In one sentence. */
  readonly words: string
  readonly visit: {
    readonly purpose: VisitPurpose
    readonly technician: string | null
    readonly center: string | null
  } | null
}

/** A case as reports are made from it. */
export type ReportView = {
  readonly file: CaseFile
  readonly assessment: CaseAssessment
  readonly profiles: readonly Profile[]
}

/** Everything in the case that is of one of these occasions, by the moment. */
export function occurrencesOf(view: ReportView, occasions: readonly Occasion[]): readonly Occurrence[] {
  const seen = new Set<string>()
  return occasions
    .flatMap((occasion) => ofOccasion(view, occasion))
    .filter(({ id }) => !seen.has(id) && seen.add(id).size > 0)
    .toSorted((a, b) => a.at - b.at)
}

function ofOccasion(view: ReportView, occasion: Occasion): readonly Occurrence[] {
  switch (occasion.kind) {
    case 'finding':
      return view.assessment.findings.filter(({ rule }) => occasion.rules.includes(rule)).flatMap((one) => found(one))
    case 'retest-failed':
      return failedRetests(view)
    case 'removed-by-other':
      return standing(view.file).flatMap((fact) =>
        fact.kind === 'device-removed' && fact.removedBy !== 'provider' ? [removal(fact)] : [],
      )
    case 'installation':
      return standing(view.file).flatMap((fact) => (fact.kind === 'device-installed' ? [installation(fact)] : []))
    case 'visit':
      return visits(view, occasion.purposes)
    case 'half-year':
      // Not about a case.
      return []
    default:
      return unreachable(occasion)
  }
}

function found(finding: CaseFinding): readonly Occurrence[] {
  const doing = whoseDoing(finding)
  // What a hearing set aside is over, and what nobody answers for waits for a person.
  if (doing === 'nobody' || (doing === 'driver' && !countsAgainst(finding))) return []
  const words = `${finding.title}. ${finding.because.map((one) => one.words).join(' ')}`
  return [
    {
      id: `finding:${finding.id}`,
      aliases: finding.aliases.map((one) => `finding:${one}`),
      at: finding.since,
      discoveredAt: finding.learnedAt,
      runsFrom: finding.learnedAt,
      doing,
      device: finding.device,
      words,
      visit: null,
    },
  ]
}

function failedRetests({ file, profiles, assessment }: ReportView): readonly Occurrence[] {
  const versions = versionsOf(profiles)
  return file.devices.flatMap(({ device, records, received }) =>
    records
      .filter(({ kind }) => kind === 'sample')
      .flatMap((record): readonly Occurrence[] => {
        if (record.kind !== 'sample' || record.test !== 'retest' || record.cause !== 'operator') return []
        if (!fails(inForce(versions, record.at).profile.setPoint.value, record.brac)) return []
        if (assessment.findings.some((one) => isSetAside(one, device, record.seq))) return []
        const discoveredAt = receivedAt(received, record.seq)
        if (discoveredAt === undefined) return []
        const words = `A rolling retest registered ${(record.brac / 1_000).toFixed(3)} g/210 L.`
        return [
          {
            id: `retest:${device}:${record.seq}`,
            aliases: [],
            at: record.at,
            discoveredAt,
            runsFrom: discoveredAt,
            doing: 'driver',
            device,
            words,
            visit: null,
          },
        ]
      }),
  )
}

/** A hearing found the driver not responsible for what rests on this breath. */
const isSetAside = ({ standing, because }: CaseFinding, device: DeviceId, seq: number): boolean =>
  standing.kind === 'not-responsible' &&
  because.some((one) => one.of === 'device' && one.device === device && one.seq === seq)

const removal = (fact: FactOf<'device-removed'>): Occurrence => ({
  id: `fact:${fact.seq}`,
  aliases: [],
  at: fact.at,
  discoveredAt: fact.recordedAt,
  runsFrom: fact.recordedAt,
  doing: 'driver',
  device: fact.device,
  words: `The device ${fact.device} was taken out, not by a provider.`,
  visit: null,
})

const installation = (fact: FactOf<'device-installed'>): Occurrence => ({
  id: `installed:${fact.device}:${fact.seq}`,
  aliases: [],
  at: fact.at,
  discoveredAt: fact.recordedAt,
  runsFrom: fact.at,
  doing: 'driver',
  device: fact.device,
  words: `The device ${fact.device} was installed.`,
  visit: { purpose: 'installation', technician: fact.technician, center: fact.center },
})

/** Visits by the facts of the case and by the logs: one device on one day is one visit. */
function visits(
  { file, assessment: { timeZone } }: ReportView,
  purposes: readonly VisitPurpose[],
): readonly Occurrence[] {
  const told = standing(file).flatMap((fact): readonly Occurrence[] => {
    if (fact.kind !== 'visit-kept' || !purposes.includes(fact.purpose)) return []
    return [visitOn(timeZone, { ...fact, discoveredAt: fact.recordedAt })]
  })
  const logged = file.devices.flatMap(({ device, records, received }) =>
    records
      .filter(({ kind }) => kind === 'service-completed')
      .flatMap((record): readonly Occurrence[] => {
        if (record.kind !== 'service-completed' || record.visit === 'install') return []
        const discoveredAt = receivedAt(received, record.seq)
        if (discoveredAt === undefined || !purposes.includes(record.visit)) return []
        const { at, technician, visit: purpose } = record
        return [visitOn(timeZone, { device, at, discoveredAt, purpose, technician, center: null })]
      }),
  )
  return [...told, ...logged]
}

type Visit = {
  readonly device: DeviceId
  readonly at: Instant
  readonly discoveredAt: Instant
  readonly purpose: VisitPurpose
  readonly technician: string
  readonly center: string | null
}

const visitOn = (zone: string, { device, at, discoveredAt, purpose, technician, center }: Visit): Occurrence => ({
  id: `visit:${device}:${civilDateOf(at, zone)}`,
  aliases: [],
  at,
  discoveredAt,
  runsFrom: at,
  doing: 'driver',
  device,
  words: `The device ${device} was serviced (${purpose}).`,
  visit: { purpose, technician, center },
})

const receivedAt = (received: DeviceHistory['received'], seq: number): Instant | undefined =>
  received.find((one) => one.seq >= seq)?.at
