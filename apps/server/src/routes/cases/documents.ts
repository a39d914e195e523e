/** Papers of a case: taking one in, listing them, handing one out. */

import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { DOCUMENT_TYPES, type DocumentType } from '@keyturn/contract/endpoints/documents.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { addDocument, DOCUMENTS_MAX, documentBody, documentsOf } from '@keyturn/store/queries/cases/documents.ts'
import { allOrNothing } from '../../cases/all-or-nothing.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { isOfType } from '../../cases/document-type.ts'
import { look } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const addDocumentRoute = route(
  'add-document',
  async ({ params: { caseId }, query: { name }, body, headers, actor, now: at, services }) => {
    const mediaType = typeIn(headers['content-type'])
    if (mediaType === undefined) {
      return problem('unsupported-media-type', `Send one of ${DOCUMENT_TYPES.join(', ')}.`)
    }
    if (body.length === 0) return problem('bad-request', 'The body is empty: a paper has something on it.')
    if (!isOfType(mediaType, body)) {
      return problem('wrong-content', `These bytes are not ${mediaType}. Say what they are, or send another file.`)
    }
    const id = Buffer.from(nodeCrypto.sha256(body)).toString('hex')
    return allOrNothing(services.pool, actor, async (client) => {
      if ((await findCase(client, caseId)) === undefined) return unknownCase(caseId)
      const kept = await addDocument(client, { caseId, id, name, mediaType, body, at, by: actor.user })
      return kept === undefined ? problem('case-full', `A case holds at most ${DOCUMENTS_MAX} papers.`) : ok(kept)
    })
  },
)

export const listDocumentsRoute = route('list-documents', async ({ params: { caseId }, actor, now, services }) => {
  const documents = await look(services.pool, { actor, caseId, now, what: 'list-documents' }, (client) =>
    documentsOf(client, caseId),
  )
  return documents === undefined ? unknownCase(caseId) : ok({ documents: [...documents] })
})

export const getDocumentRoute = route('get-document', async ({ params, actor, now, services }) => {
  const { caseId, documentId } = params
  const found = await look(services.pool, { actor, caseId, now, what: 'get-document' }, async (client) => ({
    paper: await documentBody(client, caseId, documentId),
  }))
  if (found === undefined) return unknownCase(caseId)
  const { paper } = found
  if (paper === undefined) return problem('unknown-document', 'This case has no paper under this id.')
  return ok({ bytes: paper.body, mediaType: paper.mediaType, name: paper.name })
})

/** Parameters such as a charset say nothing that the bytes do not show. */
const typeIn = (header: string | undefined): DocumentType | undefined => {
  const type = header?.split(';')[0]?.trim().toLowerCase()
  return DOCUMENT_TYPES.find((one) => one === type)
}
