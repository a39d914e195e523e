/**
 * The newest records as they stand, for a page that watches: closed by a signature or not. `/link/log` is the one to
 * keep.
 */
import { encodeRecord } from '@keyturn/evidence/record.ts'
import type { FastifyInstance } from 'fastify'
import type { Recorder } from '../recorder/recorder.ts'
import { recordsIn } from '../recorder/records.ts'
import type { LinkParts } from './link.ts'

/** How many records are told. */
const NEWEST = 50

/** The segment from which on there are that many records: the whole of a long log would take seconds to read. */
const firstSegmentWith = (recorder: Recorder, count: number): number =>
  recorder.segments().findLast(({ firstSeq }) => firstSeq <= recorder.lastSeq() - count + 1)?.number ?? 1

/** `GET /link/records`: record lines as they stand in the log, oldest first. */
export const newestRecords = (app: FastifyInstance, { recorder }: LinkParts): void => {
  app.get('/link/records', async () => ({
    lines: recordsIn(await recorder.bytes(firstSegmentWith(recorder, NEWEST)))
      .slice(-NEWEST)
      .map(encodeRecord),
  }))
}
