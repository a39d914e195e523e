/** What the bench answers under `/bench/`. `docs/operations.md` tells a technician's side of it. */
import path from 'node:path'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { MirrorHealth } from '@keyturn/evidence/statement/mirror.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import type { FastifyInstance } from 'fastify'
import type { Journal } from '../journal/journal.ts'
import { certificateOf } from '../journal/visits.ts'
import { NobodyHere, type Technician } from '../keys/technician.ts'
import type { Sender } from '../sync/send.ts'
import type { Statements } from '../sync/statements.ts'
import { type Desk, NotNow } from '../visit/desk.ts'
import type { UnitLink } from '../visit/unit-link.ts'
import { Act, Begin, Carry, Certify, Gas, Install, Keep, Meet, Nothing, Sync, Unlock } from './requests.ts'
import { briefView, metView, visitView } from './views.ts'

export type BenchParts = {
  readonly disk: Disk
  readonly folder: string
  readonly journal: Journal
  readonly technician: Technician
  readonly desk: Desk
  readonly sender: Sender
  readonly statements: Statements
  readonly link: (address: string) => UnitLink
  /** Cars that are usually at this bench. */
  readonly units: readonly string[]
  readonly servers: readonly string[]
  readonly mirrors: readonly string[]
  readonly root: string
  readonly readMirrors: () => Promise<{ readonly fresh: number; readonly health: readonly MirrorHealth[] }>
  readonly now: () => Instant
}

export function routes(app: FastifyInstance, parts: BenchParts): void {
  const { technician, sender } = parts
  app.get('/bench/state', () => benchState(parts))
  app.post('/bench/unlock', async ({ body }) => {
    await technician.unlock(Unlock.parse(body).passphrase)
    return benchState(parts)
  })
  app.post('/bench/lock', ({ body }) => {
    Nothing.parse(body ?? {})
    technician.lock()
    return benchState(parts)
  })
  app.post('/bench/sync', async ({ body }) => {
    await sender.now(Sync.parse(body ?? {}).again)
    return benchState(parts)
  })
  visitRoutes(app, parts)
  statementRoutes(app, parts)
}

function visitRoutes(app: FastifyInstance, parts: BenchParts): void {
  const { desk, disk, folder, servers, now } = parts
  const view = (visit: Parameters<typeof visitView>[0]) => visitView(visit, servers)
  app.post('/bench/meet', async ({ body }) => metView(await desk.meet(Meet.parse(body).unit), now()))
  app.post('/bench/visits', async ({ body }) => {
    const { unit, rescue } = Begin.parse(body)
    return view(await desk.begin(unit, rescue))
  })
  app.post('/bench/install', async ({ body }) => {
    const { unit, dueOn } = Install.parse(body)
    return view(await desk.install(unit, dueOn))
  })
  app.get<Visit>('/bench/visits/:id', ({ params }) => view(desk.visit(params.id)))
  app.post<Visit>('/bench/visits/:id/look', async ({ params, body }) => {
    Nothing.parse(body ?? {})
    return view(await desk.look(params.id))
  })
  app.post<Visit>('/bench/visits/:id/act', async ({ params, body }) => view(await desk.ask(params.id, Act.parse(body))))
  app.post<Visit>('/bench/visits/:id/gas', async ({ params, body }) =>
    view(await desk.gas(params.id, Gas.parse(body).brac)),
  )
  app.post<Visit>('/bench/visits/:id/certify', async ({ params, body }) =>
    view(await desk.certify(params.id, Certify.parse(body))),
  )
  app.post<Visit>('/bench/visits/:id/abandon', async ({ params, body }) => {
    Nothing.parse(body ?? {})
    return view(await desk.abandon(params.id))
  })
  app.post<Visit>('/bench/visits/:id/leave', async ({ params, body }) => {
    Nothing.parse(body ?? {})
    return view(await desk.leave(params.id))
  })
  app.get<Visit>('/bench/visits/:id/certificate.txt', ({ params }, reply) => {
    const certificate = certificateOf(desk.visit(params.id))
    if (certificate === null) throw new NotNow('this visit has no certificate that the device took')
    return reply.type('text/plain; charset=utf-8').send(certificate.file)
  })
  app.get<Visit>('/bench/visits/:id/log', async ({ params }, reply) => {
    const { log } = desk.visit(params.id)
    const bytes = log === null ? undefined : await disk.read(path.join(folder, 'logs', log.file))
    if (bytes === undefined) throw new NotNow('this visit has kept no log')
    return reply.type('text/plain; charset=utf-8').send(Buffer.from(bytes))
  })
}

type Visit = { readonly Params: { readonly id: string } }

function statementRoutes(app: FastifyInstance, { statements, journal, link, readMirrors }: BenchParts): void {
  app.post('/bench/statements', async ({ body }) => {
    const { statement } = await statements.keep(Keep.parse(body).file)
    return { id: statement.id, kind: statement.kind }
  })
  app.post('/bench/carry', async ({ body }) => {
    const { unit, file } = Carry.parse(body)
    const { statement } = await statements.keep(file)
    const { outcome, words } = await link(unit).statement(file)
    await journal.append({ what: 'carried', unit, statement: statement.id, kind: statement.kind, outcome, words })
    return { outcome, words }
  })
  app.post('/bench/collect', async ({ body }) => {
    const before = statements.carried().length
    let refused = 0
    for (const file of await link(Meet.parse(body).unit).orders()) {
      // One file that does not hold takes nothing from the others; how many did not is told.
      await statements.keep(file).catch(() => {
        refused += 1
      })
    }
    return { fresh: statements.carried().length - before, refused }
  })
  app.post('/bench/mirrors', ({ body }) => {
    Nothing.parse(body ?? {})
    return readMirrors()
  })
}

async function benchState({
  technician,
  desk,
  sender,
  statements,
  journal,
  units,
  servers,
  mirrors,
  root,
  now,
}: BenchParts) {
  const open = technician.opened()
  const found = await technician.credential().then(
    (credential) => ({ credential, trouble: null }),
    (error: unknown) => {
      if (error instanceof NobodyHere) return { credential: null, trouble: error.message }
      throw error
    },
  )
  const cuts = journal.entries().filter(({ what }) => what === 'journal-cut').length
  return {
    at: iso(now()),
    root,
    technician:
      found.credential === null
        ? null
        : (({ id, center, vendor, jurisdiction, may, until }) => ({
            id,
            center,
            vendor,
            jurisdiction,
            may,
            until: iso(until),
          }))(found.credential),
    trouble: found.trouble,
    locked: open === null,
    locksAt: open === null ? null : iso(open.locksAt),
    units,
    mirrors,
    servers: sender.servers(),
    journalCuts: cuts,
    visits: [...desk.visits().values()].toReversed().map((visit) => briefView(visit, servers)),
    carried: statements.carried().map(({ sha256, file, statement }) => ({
      sha256,
      file,
      id: statement.id,
      kind: statement.kind,
      issuer: statement.issuer,
      until: iso(statement.expiresAt),
    })),
  }
}
