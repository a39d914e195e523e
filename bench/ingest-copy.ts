/** What the same records cost as rows: binary COPY, one row a record, a primary key, and nothing verified. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readLines } from '@keyturn/evidence/read.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { withClient } from '@keyturn/store/with-client.ts'
import copyStreams from 'pg-copy-streams'
import type { BenchDevice } from './ingest-fleet.ts'

const TABLE = `create table if not exists bench_records (device_id text not null, seq bigint not null, at timestamptz not null,
  up bigint not null, kind text not null, cause text not null, fields text not null, primary key (device_id, seq))`
const COPY = 'copy bench_records (device_id, seq, at, up, kind, cause, fields) from stdin with (format binary)'

export type Copied = { readonly seconds: number; readonly bytes: number }

/** The buffers are made beforehand: only the database's own work is timed, on so many connections at once. */
export async function copyRows(ownerUrl: string, devices: readonly BenchDevice[], streams: number): Promise<Copied> {
  const shares = Array.from({ length: streams }, (_, share) =>
    binaryRows(devices.filter((_device, n) => n % streams === share)),
  )
  await withClient({ connectionString: ownerUrl }, (client) => client.query(TABLE))
  const began = performance.now()
  await Promise.all(
    shares.map((rows) =>
      withClient({ connectionString: ownerUrl }, (client) =>
        pipeline(Readable.from(pieces(rows)), client.query(copyStreams.from(COPY))),
      ),
    ),
  )
  const seconds = (performance.now() - began) / 1_000
  const bytes = await withClient({ connectionString: ownerUrl }, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(`select pg_total_relation_size('bench_records') as bytes`)
    await client.query('drop table bench_records')
    return Number(rows[0]?.bytes)
  })
  return { seconds, bytes }
}

const PIECE = 65_536
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

/** Microseconds from 1970 to 2000, where PostgreSQL begins to count. */
const EPOCH_MS = Date.UTC(2000, 0, 1)
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')

function binaryRows(devices: readonly BenchDevice[]): Buffer {
  const parts: Buffer[] = [SIGNATURE, Buffer.alloc(8)]
  for (const { id, log } of devices) {
    for (const segment of splitSegments(log).segments) {
      for (const line of readLines(segment)) {
        if (line.kind !== 'record') continue
        const { seq, at, up, kind, cause, ...fields } = line.record
        parts.push(
          row([
            text(id),
            big(seq),
            big((at - EPOCH_MS) * 1_000),
            big(up),
            text(kind),
            text(cause),
            text(JSON.stringify(fields)),
          ]),
        )
      }
    }
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xff])])
}

function row(fields: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(2)
  count.writeInt16BE(fields.length)
  const parts: Buffer[] = [count]
  for (const field of fields) {
    const length = Buffer.alloc(4)
    length.writeInt32BE(field.length)
    parts.push(length, field)
  }
  return Buffer.concat(parts)
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8')
const big = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}
