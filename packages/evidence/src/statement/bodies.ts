/** What each kind of statement says, field by field: the table behind `docs/formats/statement.md`. */
import {
  type DaySpan,
  type Scope,
  SERVICE_FUNCTIONS,
  type ServiceFunction,
  type TollingOrder,
} from '@keyturn/domain/relief.ts'
import type {
  AuthorityMay,
  Measured,
  OutageCause,
  StatementBody,
  StatementKind,
  TechnicianMay,
  VendorMay,
  VisitCertificate,
} from './statement.ts'
import * as wire from './wire.ts'

type BodyFields<K extends StatementKind> = Omit<Extract<StatementBody, { readonly kind: K }>, 'kind'>
/** One kind: its fields, and what must hold between them (a sentence when it does not). */
export type BodyForm<K extends StatementKind> = {
  readonly fields: wire.Fields<BodyFields<K>>
  readonly check?: (body: BodyFields<K>) => string | null
}

/** More days than any outage moved; the law's own cap is the profile's. */
export const MOVES_DAYS_MAX = 400
export const STEPS_MAX = 12

const { date, id, jurisdiction, key, line, list, moment, name, object, orNull, prose, whole } = wire

const serviceFunction = wire.oneOf<ServiceFunction>({
  'service-visit': true,
  'violations-service': true,
  'lockout-visit': true,
})
const some = orNull(list(name, 1, 200))
const scope = object<Scope>({
  jurisdiction,
  vendors: some,
  models: some,
  firmwares: some,
  regions: some,
  functions: list(serviceFunction, 1, SERVICE_FUNCTIONS.length),
})
const span = object<DaySpan>({ from: date, until: date })

const moves: wire.Wire<TollingOrder['moves']> = {
  says: 'day-for-day, a number of days from 1 to 400, or "ended"',
  read(json) {
    if (json === 'day-for-day' || json === 'ended') return { kind: json }
    const days = whole(1, MOVES_DAYS_MAX).read(json)
    return days === undefined ? undefined : { kind: 'days', days }
  },
  write: (value) => (value.kind === 'days' ? value.days : value.kind),
}

const measured = object<Measured>({ reference: wire.brac, measured: wire.brac })
const certificate: wire.Fields<VisitCertificate> = {
  visit: wire.oneOf({ scheduled: true, lockout: true, removal: true }),
  dueOn: date,
  center: name,
  inspection: object<VisitCertificate['inspection']>({ sound: wire.flag, notes: prose(500) }),
  asFound: orNull(measured),
  calibration: orNull(object<NonNullable<VisitCertificate['calibration']>>({ gasLot: name, reference: wire.brac })),
  // Two equal confirmations are two: this list may say the same twice.
  asLeft: { ...list(measured, 0, 10), read: readAsLeft },
  resets: list(name, 0, 20),
  logSeq: whole(0, Number.MAX_SAFE_INTEGER),
  logHead: orNull(wire.sha256Hex),
}

function readAsLeft(json: unknown): readonly Measured[] | undefined {
  if (!Array.isArray(json) || json.length > 10) return undefined
  const values = json.map(measured.read)
  return values.every((value) => value !== undefined) ? values : undefined
}

const anyStep: wire.Wire<unknown> = {
  says: 'an object',
  read: (json) => (typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined),
  write: (value) => value,
}
const steps: wire.Wire<readonly unknown[]> = {
  says: `1 to ${STEPS_MAX} steps`,
  read: (json) =>
    Array.isArray(json) && json.length > 0 && json.length <= STEPS_MAX && json.every((each) => anyStep.read(each))
      ? json
      : undefined,
  write: (value) => value,
}

export const BODIES: { readonly [K in StatementKind]: BodyForm<K> } = {
  'authority-key': {
    fields: {
      key,
      jurisdiction,
      may: list(
        wire.oneOf<AuthorityMay>({
          vendors: true,
          orders: true,
          overrides: true,
          rescues: true,
          revocations: true,
          letters: true,
          publish: true,
        }),
        1,
        7,
      ),
    },
  },
  vendor: {
    fields: {
      key,
      name,
      group: name,
      may: list(
        wire.oneOf<VendorMay>({ technicians: true, outages: true, orders: true, overrides: true, letters: true }),
        1,
        5,
      ),
    },
  },
  technician: {
    fields: {
      key,
      center: name,
      may: list(wire.oneOf<TechnicianMay>({ install: true, service: true, remove: true }), 1, 3),
    },
  },
  rescue: {
    fields: { serves: name, servesGroup: name, centers: orNull(list(name, 1, 200)) },
  },
  configuration: {
    fields: {
      profile: name,
      vendor: name,
      model: name,
      region: prose(100),
      endpoints: list(line(200), 0, 10),
      mirrors: list(line(200), 0, 10),
      receiptKeys: list(line(200), 0, 10),
    },
  },
  'service-request': { fields: { nonce: wire.nonce, steps } },
  certificate: { fields: certificate },
  outage: {
    fields: {
      scope,
      from: moment,
      until: orNull(moment),
      cause: wire.oneOf<OutageCause>({
        server: true,
        network: true,
        software: true,
        power: true,
        'service-capacity': true,
      }),
      account: prose(1_000),
      supersedes: orNull(id),
    },
    check: ({ from, until }) => (until !== null && until <= from ? 'the outage ends before it begins' : null),
  },
  order: {
    fields: {
      supersedes: orNull(id),
      scope,
      interval: span,
      due: span,
      moves,
      capDays: whole(0, MOVES_DAYS_MAX),
      staggerDays: whole(0, MOVES_DAYS_MAX),
      reason: prose(1_000),
    },
    check: orderFault,
  },
  override: { fields: { why: prose(500) } },
  confirmation: { fields: { about: line(200), provider: name, account: prose(1_000), next: prose(1_000) } },
  exception: { fields: { vehicle: line(200), reason: prose(1_000) } },
  revocations: {
    fields: {
      number: whole(1, Number.MAX_SAFE_INTEGER),
      revoked: list(object({ id: name, at: moment, why: prose(200) }), 0, 400),
    },
  },
  index: {
    fields: {
      number: whole(1, Number.MAX_SAFE_INTEGER),
      files: list(object({ id, kind: line(40), sha256: wire.sha256Hex }), 0, 400),
    },
  },
}

function orderFault({ interval, due, moves: how, supersedes }: BodyFields<'order'>): string | null {
  if (interval.until < interval.from) return 'the interval ends before it begins'
  if (due.until < due.from) return 'the due dates that move end before they begin'
  if (how.kind === 'ended' && supersedes === null) return 'an order that ends one names the one it ends'
  return null
}
