/**
 * A mirror beside the API: an authority's signed list and the files it names, byte for byte as at any other mirror. The
 * list is signed elsewhere and only kept here; this server has no key that could sign one.
 */
import { jurisdictionField } from '@keyturn/contract/fields.ts'
import { publicFile, publishedIndexes, revocationsKnown } from '@keyturn/store/queries/statements/public-statements.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { problem } from '../kernel/answer.ts'
import { sendProblem } from '../kernel/send-problem.ts'
import type { Services } from '../services.ts'
import { statementIn, withdrawnBy } from './verify.ts'
import { claimsIn, revokedFrom } from './withdrawn.ts'

/** Registers `/mirror/index.txt`, the same for one jurisdiction, and `/mirror/<sha256>.txt`. */
export function registerMirror(app: FastifyInstance, services: Services): void {
  const config = { endpoint: 'mirror' }
  app.get('/mirror/index.txt', { config }, async (request, reply) => {
    const file = await newestIndex(services, null)
    return file === undefined ? sendProblem(request, reply, NO_LIST) : sendText(reply, file, 'public, max-age=15')
  })
  // Where several authorities publish on one server, each has a folder of its own that is a mirror by itself.
  app.get('/mirror/:jurisdiction/:file', { config }, async (request, reply) => {
    const { jurisdiction, file: name } = paramsOf(request.params)
    if (!jurisdictionField.safeParse(jurisdiction).success) return sendProblem(request, reply, NO_FILE)
    if (name !== 'index.txt') return sendFile(services, name, request, reply)
    const file = await newestIndex(services, jurisdiction)
    return file === undefined ? sendProblem(request, reply, NO_LIST) : sendText(reply, file, 'public, max-age=15')
  })
  app.get('/mirror/:file', { config }, (request, reply) =>
    sendFile(services, paramsOf(request.params).file, request, reply),
  )
}

const NO_LIST = problem('not-found', 'No list that counts is published here.')
const NO_FILE = problem('not-found', 'There is no such file at this mirror.')
const NAME = /^([0-9a-f]{64})\.txt$/

async function sendFile(
  { pool }: Services,
  name: string,
  request: Parameters<typeof sendProblem>[0],
  reply: FastifyReply,
): Promise<FastifyReply> {
  const digest = NAME.exec(name)?.[1]
  const file = digest === undefined ? undefined : await publicFile(pool, digest)
  if (file === undefined) return sendProblem(request, reply, NO_FILE)
  // The name is the digest of the content, so it never changes.
  return sendText(reply, file, 'public, max-age=31536000, immutable')
}

/**
 * The one with the highest number. When it has expired it is served all the same: readers say that it is stale, and
 * whoever signs the next one learns its number.
 */
async function newestIndex({ pool, clock }: Services, jurisdiction: string | null): Promise<string | undefined> {
  const now = clock.now()
  const revoked = withdrawnBy(await revocationsKnown(pool, now))
  let newest: { readonly number: number; readonly file: string } | undefined
  for (const claim of claimsIn(await publishedIndexes(pool, jurisdiction))) {
    const [{ file }] = claim
    const index = statementIn(file)
    const from = revokedFrom(file, revoked)
    if (index.kind !== 'index' || claim.length > 1 || (from !== null && from <= now)) continue
    if (index.notBefore > now) continue
    if (newest === undefined || index.number > newest.number) newest = { number: index.number, file }
  }
  return newest?.file
}

const sendText = (reply: FastifyReply, text: string, cache: string): FastifyReply =>
  reply
    .type('text/plain; charset=utf-8')
    .headers({
      'cache-control': cache,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    })
    .send(text)

/** The paths above name their parameters. */
const paramsOf = (params: unknown): { readonly jurisdiction: string; readonly file: string } => {
  const given: { readonly [name: string]: unknown } = typeof params === 'object' && params !== null ? { ...params } : {}
  return { jurisdiction: String(given['jurisdiction'] ?? ''), file: String(given['file'] ?? '') }
}
