/**
 * The newest records as they stand, for a page that watches: closed by a signature or not. `/link/log` is the one to
 * keep.
 */
import { encodeRecord } from '@keyturn/evidence/record.ts'
import type { FastifyInstance } from 'fastify'
import { recordsIn } from '../recorder/records.ts'
import type { LinkParts } from './link.ts'

/** How many records are told. */
const NEWEST = 50

/** `GET /link/records`: record lines as they stand in the log, oldest first. */
export const newestRecords = (app: FastifyInstance, { recorder }: LinkParts): void => {
  app.get('/link/records', async () => ({
    lines: recordsIn(await recorder.bytes())
      .slice(-NEWEST)
      .map(encodeRecord),
  }))
}
