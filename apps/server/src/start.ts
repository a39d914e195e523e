/** Starts a server: database, schema, keys, routes, port. What can be wrong at start is said in one sentence. */
import path from 'node:path'
import { fileFailure } from '@keyturn/store/failure.ts'
import { checkSchema, migrate } from '@keyturn/store/migrate.ts'
import { type OpenDatabase, openDatabase } from '@keyturn/store/open-database.ts'
import { openPool } from '@keyturn/store/pool.ts'
import type { FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { type AccountOptions, accountsWith } from './accounts/make.ts'
import { type Clock, rest, systemClock } from './clock.ts'
import { ingestWith } from './ingest/ingest.ts'
import { keepAtIt } from './keep-at-it.ts'
import { createApp } from './kernel/app.ts'
import type { Registered } from './kernel/guard.ts'
import { identifier } from './kernel/principal.ts'
import { operatorToken, serverKeys, sessionSecret, webhookKey } from './keys.ts'
import { createMetrics } from './metrics.ts'
import { plainError } from './plain-error.ts'
import { recordCache } from './reading/record-cache.ts'
import type { Services } from './services.ts'
import { StartFailure } from './start-failure.ts'
import { treeWith } from './tree/tree.ts'
import type { Reach } from './webhooks/reachable.ts'
import { sealWith } from './webhooks/seal.ts'

export type ServerOptions = AccountOptions & {
  /** Keys, the operator's token and the embedded database live here. */
  readonly dataDir: string
  /** A PostgreSQL 15 or newer instead of the embedded one. */
  readonly databaseUrl?: string | undefined
  /** For migrations, when `databaseUrl` may not change the schema. */
  readonly ownerUrl?: string | undefined
  /** `auto` migrates at start (default with the embedded database), `refuse` only checks (with `databaseUrl`). */
  readonly migrate?: 'auto' | 'refuse' | undefined
  readonly host?: string | undefined
  /** 0 takes a free one. */
  readonly port?: number | undefined
  /** The name under which it signs receipts and checkpoints: 1 to 63 of `a-z0-9.-`. */
  readonly name?: string | undefined
  /** Anybody may look at devices and their status, without a token. */
  readonly publicDemo?: boolean | undefined
  /** Default: the one in the data folder, made at the first start. */
  readonly operatorToken?: string | undefined
  readonly portalDir?: string | undefined
  readonly connectTo?: readonly string[] | undefined
  /** What `/demo.json` answers: where the parts of a demo are. */
  readonly demoJson?: string | undefined
  readonly requestsPerMinute?: number | undefined
  /** Uploads at once from one address. Default: 8. */
  readonly uploadsPerAddress?: number | undefined
  /** How long the body of an upload may bring nothing, in milliseconds. Default: 10 s. */
  readonly uploadIdleMs?: number | undefined
  /** Proxies whose `X-Forwarded-For` is believed: addresses, networks such as `10.0.0.0/8`. Default: none. */
  readonly trustProxy?: readonly string[] | undefined
  /** How long a request that has begun may take to end when the server stops, in milliseconds. Default: 5 s. */
  readonly stopGraceMs?: number | undefined
  /** `off`: what follows from cases by itself is left to another server on the same database. Default: `on`. */
  readonly jobs?: 'on' | 'off' | undefined
  /** How often the server looks for what is due, in milliseconds. Default: 1 s. */
  readonly lookEveryMs?: number | undefined
  /** Where webhooks may go besides public addresses with `https:`. Default: to this machine in a demo. */
  readonly webhooksReach?: Partial<Reach> | undefined
  /** The root of authority that statements are verified from: an Ed25519 key, 43 characters. None: none is taken. */
  readonly rootKey?: string | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

export type RunningServer = {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string
  readonly operatorToken: string
  readonly clock: Clock
  /** Every route that answers. */
  readonly routes: readonly Registered[]
  /** Finishes what has begun, then stops everything that was started. Safe to call twice. */
  readonly close: () => Promise<void>
}

export const DEFAULT_PORT = 8_080
export const DEFAULT_NAME = 'keyturn.local'
const STOP_GRACE_MS = 5_000
const UPLOADS_PER_ADDRESS = 8
const UPLOAD_IDLE_MS = 10_000

/** @throws StartFailure or StoreFailure with one sentence that names the thing and the remedy */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = options.logger ?? pino({ level: 'warn' })
  const database = await openDatabase({ ...options, keepRunning: (words) => logger.error(words) })
  const undo: (() => Promise<unknown>)[] = [database.close]
  const stop = once(() => undoAll(undo))
  try {
    await prepareSchema(database, options)
    const clock = options.clock ?? systemClock()
    const token = options.operatorToken ?? operatorToken(options.dataDir)
    const keys = serverKeys(options.dataDir, options.name ?? DEFAULT_NAME)
    let stopping = false
    const pool = openPool(database.appUrl, {
      // While stopping the database hangs up on connections that we have left already.
      onIdleError: (error) => !stopping && logger.warn({ err: plainError(error) }, 'a database connection broke'),
    })
    undo.push(() => {
      stopping = true
      return pool.end()
    })
    let listening = ''
    const accounts = accountsWith({
      options,
      pool,
      clock,
      secret: sessionSecret(options.dataDir),
      logger,
      listening: () => listening,
    })
    undo.push(accounts.close)
    const metrics = createMetrics()
    const tree = treeWith({ pool, keys, clock })
    const services: Services = {
      pool,
      clock,
      keys,
      tree,
      ingest: ingestWith({ pool, keys, metrics }),
      records: recordCache(pool),
      mailer: accounts.mailer,
      cookie: accounts.cookie,
      site: accounts.site,
      rootKey: options.rootKey,
      webhooks: webhooksWith(options, accounts.site.publicDemo),
    }
    // With a database of one's own its owner may lend the server this right, or keep uploads as they were received.
    const packerUrl = database.embedded === undefined ? options.ownerUrl : database.ownerUrl
    undo.push(...keepAtIt({ ...options, services, metrics, logger, packerUrl, appUrl: database.appUrl }))
    const app = await createApp({
      services,
      metrics,
      logger,
      identify: identifier({
        operatorToken: token,
        publicDemo: accounts.site.publicDemo,
        pool,
        cookie: accounts.cookie,
        clock,
      }),
      auth: accounts.auth,
      agency: accounts.agency,
      publicUrl: options.publicUrl,
      portalDir: options.portalDir,
      connectTo: options.connectTo ?? [],
      demoJson: options.demoJson,
      requestsPerMinute: options.requestsPerMinute ?? 1_200,
      uploads: {
        perAddress: options.uploadsPerAddress ?? UPLOADS_PER_ADDRESS,
        idleMs: options.uploadIdleMs ?? UPLOAD_IDLE_MS,
      },
      trustProxy: options.trustProxy ?? [],
    })
    undo.push(() => closeApp(app, options.stopGraceMs ?? STOP_GRACE_MS))
    const url = await listen(app, options.host ?? '127.0.0.1', options.port ?? DEFAULT_PORT)
    listening = url
    return { url, operatorToken: token, clock, routes: app.registered, close: stop }
  } catch (error) {
    await stop().catch((failure: unknown) =>
      logger.error({ err: plainError(failure) }, 'giving up left something behind'),
    )
    throw error
  }
}

const webhooksWith = (options: ServerOptions, loopback: boolean): Services['webhooks'] => ({
  seal: sealWith(webhookKey(options.dataDir)),
  reach: { loopback, private: false, ...options.webhooksReach },
})

async function prepareSchema(database: OpenDatabase, options: ServerOptions): Promise<void> {
  const how = options.migrate ?? (database.embedded === undefined ? 'refuse' : 'auto')
  if (how === 'auto') await migrate(database.ownerUrl)
  await checkSchema(database.appUrl)
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw listenFailure(error, host, port)
  }
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens, and nowhere')
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${shown === '0.0.0.0' || shown === '[::]' ? '127.0.0.1' : shown}:${address.port}`
}

function listenFailure(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new StartFailure(
        `Port ${port} is taken by another program. Stop it, or choose another port with --port.`,
        { cause: error },
      )
    case 'EACCES':
      return new StartFailure(`This user may not open port ${port}. Choose one above 1023 with --port.`, {
        cause: error,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartFailure(`${host} is no address of this machine. Choose another one with --host.`, {
        cause: error,
      })
    default:
      return fileFailure(error, path.resolve('.'))
  }
}

/** What has begun may end; whoever takes longer than the grace is hung up on, since half a request could last. */
async function closeApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const closed = new AbortController()
  const hangUp = rest(graceMs, closed.signal).then(() => app.server.closeAllConnections())
  try {
    await app.close()
  } finally {
    closed.abort()
    await hangUp
  }
}

/** The last begun ends first. One that fails does not keep the others from ending: above all not the database. */
async function undoAll(undo: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of undo.toReversed()) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped')
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
