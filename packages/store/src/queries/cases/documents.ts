/** Papers of a case, as they came. */
import type { Document, DocumentType } from '@keyturn/contract/endpoints/documents.ts'
import { type CaseId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

/** So many papers are more than any case had, and one case cannot fill the disk. */
export const DOCUMENTS_MAX = 500

export type NewDocument = {
  readonly caseId: CaseId
  /** SHA-256 of the bytes, 64 hex digits. */
  readonly id: string
  readonly name: string
  readonly mediaType: DocumentType
  readonly body: Uint8Array
  readonly at: Instant
  readonly by: string
}

const ADD = `insert into keyturn.documents
    (case_id, document_id, name, media_type, bytes, body, added_at, added_by)
  select $1, $2, $3, $4, $5, $6, $7, $8
  where (select count(*) from keyturn.documents where case_id = $1) < $9
  on conflict do nothing`

/** The paper as it is kept; undefined when the case is full. The same bytes again are the same paper. */
export async function addDocument(client: pg.ClientBase, paper: NewDocument): Promise<Document | undefined> {
  await client.query(ADD, [
    paper.caseId,
    paper.id,
    paper.name,
    paper.mediaType,
    paper.body.length,
    paper.body,
    iso(paper.at),
    paper.by,
    DOCUMENTS_MAX,
  ])
  return (await documentsOf(client, paper.caseId, paper.id))[0]
}

type Row = {
  readonly document_id: string
  readonly name: string
  readonly media_type: string
  readonly bytes: number
  readonly added_at: Date
  readonly added_by: string
}

const LIST = `select document_id, name, media_type, bytes, added_at, added_by from keyturn.documents
  where case_id = $1 and ($2::text is null or document_id = $2) order by added_at, document_id limit $3`

/** Oldest first; only the one with this id when one is given. */
export async function documentsOf(db: Queryable, caseId: CaseId, id?: string): Promise<readonly Document[]> {
  const { rows } = await db.query<Row>({
    name: 'case-documents',
    text: LIST,
    values: [caseId, id ?? null, DOCUMENTS_MAX],
  })
  return rows.map((row) => ({
    id: row.document_id,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by,
  }))
}

export type DocumentBody = { readonly name: string; readonly mediaType: string; readonly body: Uint8Array }

/** The bytes of a paper; undefined when the case has none under this id. */
export async function documentBody(db: Queryable, caseId: CaseId, id: string): Promise<DocumentBody | undefined> {
  const { rows } = await db.query<{ name: string; media_type: string; body: Buffer }>({
    name: 'document-body',
    text: 'select name, media_type, body from keyturn.documents where case_id = $1 and document_id = $2',
    values: [caseId, id],
  })
  const [row] = rows
  return row === undefined ? undefined : { name: row.name, mediaType: row.media_type, body: row.body }
}
