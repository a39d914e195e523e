/** What a server does besides answering, as long as it runs. */
import type { Logger } from 'pino'
import { keepReading } from './cases/keep-reading.ts'
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
}

/** Begins all of it. @returns what stops each part, in the order in which they began */
export function keepAtIt({ services, metrics, logger, packerUrl }: KeepingOptions): readonly (() => Promise<void>)[] {
  const kept = [
    keepGrowing(services.tree, { logger, onSize: metrics.treeSize }),
    keepReading(services, { logger, onAssessed: metrics.casesAssessed }),
    ...(packerUrl === undefined ? [] : [keepPacking({ ownerUrl: packerUrl, logger, isBusy: services.ingest.isBusy })]),
  ]
  return kept.map(({ stop }) => stop)
}
