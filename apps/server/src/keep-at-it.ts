/** What a server does besides answering, as long as it runs. */
import type { Logger } from 'pino'
import { keepReading } from './cases/keep-reading.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { keepPacking } from './keep-packing.ts'
import type { Metrics } from './metrics.ts'
import type { Services } from './services.ts'
import { keepGrowing } from './tree/keep-growing.ts'

export type KeepingOptions = {
  readonly services: Services
  readonly metrics: Metrics
  readonly logger: Logger
  /** Of the schema's owner, who may pack stored uploads; undefined: they stay as they were received. */
  readonly packerUrl: string | undefined
  readonly appUrl: string
  /** `off`: what follows from cases by itself is left to another server on the same database. Default: `on`. */
  readonly jobs?: 'on' | 'off' | undefined
  /** How often it looks for what is due, in milliseconds. Default: 1 s. */
  readonly lookEveryMs?: number | undefined
}

/** Begins all of it. @returns what stops each part, in the order in which they began */
export function keepAtIt(options: KeepingOptions): readonly (() => Promise<void>)[] {
  const { services, metrics, logger, packerUrl, jobs, lookEveryMs: everyMs } = options
  const kept = [
    keepGrowing(services.tree, { logger, onSize: metrics.treeSize }),
    keepReading(services, { logger, onAssessed: metrics.casesAssessed }),
    ...(jobs === 'off' ? [] : [startJobs({ appUrl: options.appUrl, services, logger, metrics, everyMs })]),
    ...(packerUrl === undefined ? [] : [keepPacking({ ownerUrl: packerUrl, logger, isBusy: services.ingest.isBusy })]),
  ]
  return kept.map(({ stop }) => stop)
}
