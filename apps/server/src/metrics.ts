/** What the server counts about itself, in Prometheus's words. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  readonly registry: Registry
  /** Records, bytes as written by the device, bytes as stored. */
  readonly accepted: (records: number, rawBytes: number, storedBytes: number) => void
  readonly repeated: () => void
  readonly refused: (code: string) => void
  readonly request: (endpoint: string, status: number, seconds: number) => void
  readonly treeSize: (leaves: number) => void
  /** Cases assessed anew because a device's log had grown. */
  readonly casesAssessed: (cases: number) => void
  /** Cases whose stored answer was not what an assessment from zero says, at the last comparison. */
  readonly casesDiffering: (cases: number) => void
  readonly notices: (count: number) => void
  /** What follows from a case could not be worked out. */
  readonly caseFailed: () => void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const records = new Counter({
    name: 'keyturn_records_accepted_total',
    help: 'Records accepted and durable.',
    registers,
  })
  const uploads = new Counter({
    name: 'keyturn_uploads_total',
    help: 'Uploads taken in; repeated ones were held already.',
    labelNames: ['outcome'] as const,
    registers,
  })
  const raw = new Counter({
    name: 'keyturn_upload_bytes_total',
    help: 'Bytes of accepted logs as devices wrote them.',
    registers,
  })
  const kept = new Counter({ name: 'keyturn_stored_bytes_total', help: 'The same bytes as stored.', registers })
  const refused = new Counter({
    name: 'keyturn_refusals_total',
    help: 'Requests refused, by problem code.',
    labelNames: ['code'] as const,
    registers,
  })
  const seconds = new Histogram({
    name: 'keyturn_request_seconds',
    help: 'Time to answer, by endpoint and status class.',
    labelNames: ['endpoint', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const tree = new Gauge({
    name: 'keyturn_tree_leaves',
    help: 'Leaves in the log over everything received.',
    registers,
  })
  const assessed = new Counter({
    name: 'keyturn_cases_assessed_total',
    help: 'Cases assessed anew because the log of a device had grown.',
    registers,
  })
  const differing = new Gauge({
    name: 'keyturn_cases_differing',
    help: 'Cases whose stored answer differed from an assessment from zero at the last comparison.',
    registers,
  })
  const notices = new Counter({ name: 'keyturn_notices_total', help: 'Notices made.', registers })
  const failed = new Counter({
    name: 'keyturn_case_failures_total',
    help: 'Attempts to work out what follows from a case that failed.',
    registers,
  })
  return {
    registry,
    accepted: (count, rawBytes, storedBytes) => {
      uploads.inc({ outcome: 'accepted' })
      records.inc(count)
      raw.inc(rawBytes)
      kept.inc(storedBytes)
    },
    repeated: () => uploads.inc({ outcome: 'repeated' }),
    refused: (code) => refused.inc({ code }),
    request: (endpoint, status, took) => seconds.observe({ endpoint, status: `${Math.floor(status / 100)}xx` }, took),
    treeSize: (leaves) => tree.set(leaves),
    notices: (count) => notices.inc(count),
    caseFailed: () => failed.inc(),
    casesAssessed: (cases) => assessed.inc(cases),
    casesDiffering: (cases) => differing.set(cases),
  }
}
