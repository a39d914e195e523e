/** Cases as the server tells them, and what is recorded in them. Assessments are of the contract's own shape. */
import type { CaseView, Recorded, Replay, ToldFact } from '@keyturn/contract/endpoints/cases.ts'
import { askJson } from './http.ts'
import { flag, list, moment, number, object, oneOf, orNull, type Read, text } from './read.ts'

export type { CaseView } from '@keyturn/contract/endpoints/cases.ts'
export type CaseAssessment = CaseView['assessment']
export type CaseFinding = CaseAssessment['findings'][number]
export type CaseRef = CaseFinding['because'][number]
export type Told = (typeof ToldFact)['_output']

const whom = 'the server'
const addressOf = (id: string, rest = ''): string => `/v1/cases/${encodeURIComponent(id)}${rest}`

/** What a page cannot do without; the rest is the contract's own shape, made by the same case engine. */
const outline = object({
  caseId: text,
  asOf: moment,
  jurisdiction: text,
  timeZone: text,
  headline: text,
  stage: object({ kind: text, since: moment }),
  checklist: list(object({ id: text, title: text, state: text, words: text })),
  findings: list(object({ id: text, class: text, title: text, standing: object({ kind: text }) })),
  hearings: list(object({ hearing: text, state: text })),
  deadlines: list(object({ id: text, title: text, closesAt: moment })),
  next: list(object({ id: text, words: text, why: text })),
})
const view = object({ case: text, facts: number, assessment: outline })
const readView: Read<CaseView> = (body, at) => {
  view(body, at)
  // The outline holds, and the rest is the contract's own shape, made by the same case engine.
  return body as CaseView
}

export const readCase = (id: string, signal: AbortSignal): Promise<CaseView> =>
  askJson(addressOf(id), (body) => readView(body, 'case'), { whom, signal })

const facts = object({
  facts: list(object({ words: text, fact: object({ seq: number, kind: text, at: moment, recordedAt: moment }) })),
  next: orNull(number),
})
const readFactPage: Read<{ readonly facts: readonly Told[]; readonly next: number | null }> = (body, at) => {
  facts(body, at)
  // The outline holds, and the rest is the contract's own shape, made by the same case engine.
  return body as { readonly facts: readonly Told[]; readonly next: number | null }
}

/** Every fact of a case, in the order in which they were recorded. */
export async function readFacts(id: string, signal: AbortSignal): Promise<readonly Told[]> {
  const all: Told[] = []
  for (let after: number | null = 0; after !== null; ) {
    const address = addressOf(id, `/facts?after=${after}&limit=500`)
    const page: { readonly facts: readonly Told[]; readonly next: number | null } = await askJson(
      address,
      (body) => readFactPage(body, 'facts'),
      { whom, signal },
    )
    all.push(...page.facts)
    after = page.next
  }
  return all
}

const line = object({
  case: text,
  jurisdiction: text,
  name: text,
  licenses: list(object({ state: text, number: text })),
  vendor: orNull(text),
  stage: text,
  standing: text,
  asOf: moment,
  nextChangeAt: orNull(moment),
})
export type CaseLine = ReturnType<typeof line>
const lines = object({ cases: list(line), next: orNull(text) })

export type CaseFilter = { readonly stage: string; readonly standing: string; readonly q: string }

/** A page of the cases that whoever asks may see. Empty texts of the filter ask for all. */
export function listCases(filter: CaseFilter, after: string | null, signal: AbortSignal) {
  const asked = new URLSearchParams({ limit: '25' })
  for (const [name, value] of Object.entries({ ...filter, after: after ?? '' }))
    if (value !== '') asked.set(name, value)
  return askJson(`/v1/cases?${asked}`, (body) => lines(body, 'cases'), { whom, signal })
}

const reads = object({
  reads: list(object({ at: moment, user: text, name: text, role: text, what: text })),
  next: orNull(text),
})
export type CaseRead = ReturnType<typeof reads>['reads'][number]
export const readReads = (id: string, signal: AbortSignal): Promise<ReturnType<typeof reads>> =>
  askJson(addressOf(id, '/reads'), (body) => reads(body, 'reads'), { whom, signal })

const replay = object({ seq: number, kind: text, rules: list(text), sameBytes: flag, assessment: outline })
const readReplayed: Read<Replay> = (body, at) => {
  replay(body, at)
  // The outline holds, and the rest is the contract's own shape, made by the same case engine.
  return body as Replay
}
export const readReplay = (id: string, seq: string, signal: AbortSignal) =>
  askJson(addressOf(id, `/decisions/${encodeURIComponent(seq)}/replay`), (body) => readReplayed(body, 'replay'), {
    whom,
    signal,
  })

const recorded: Read<Recorded> = (body, at) => {
  object({ case: text, seq: number, assessment: outline })(body, at)
  // The outline holds, and the rest is the contract's own shape, made by the same case engine.
  return body as Recorded
}

export type NewFact = { readonly at?: unknown; readonly fact: Readonly<Record<string, unknown>> }

/**
 * Records a fact once, however often it is sent under the key.
 *
 * @param seen the number of facts that the person had before them, where the fact is a decision about them
 */
export function recordFact(id: string, send: NewFact, key: string, seen: number | null) {
  const match: Readonly<Record<string, string>> = seen === null ? {} : { 'if-match': `"${seen}"` }
  const headers = { 'idempotency-key': key, ...match }
  return askJson(addressOf(id, '/facts'), (body) => recorded(body, 'answer'), { whom, send, headers })
}

export const openCase = (send: Readonly<Record<string, unknown>>, key: string) =>
  askJson('/v1/cases', (body) => recorded(body, 'answer'), { whom, send, headers: { 'idempotency-key': key } })

const paper = object({ id: text })
/** Keeps a paper with the case. Answers its id. */
export const addPaper = async (id: string, file: File): Promise<string> =>
  (
    await askJson(addressOf(id, `/documents?name=${encodeURIComponent(file.name)}`), (body) => paper(body, 'paper'), {
      whom,
      send: file,
    })
  ).id

const papers = object({
  documents: list(object({ id: text, name: text, mediaType: text, bytes: number, addedAt: moment, addedBy: text })),
})
export type Paper = ReturnType<typeof papers>['documents'][number]
export const readPapers = (id: string, signal: AbortSignal): Promise<readonly Paper[]> =>
  askJson(addressOf(id, '/documents'), (body) => papers(body, 'papers').documents, { whom, signal })
export const paperAddress = (id: string, paperId: string): string => addressOf(id, `/documents/${paperId}`)

const organizations = object({
  organizations: list(
    object({
      id: text,
      kind: oneOf('vendor', 'center', 'authority'),
      parent: text,
      name: text,
      jurisdictions: list(text),
    }),
  ),
})
export type Organization = ReturnType<typeof organizations>['organizations'][number]
export const readOrganizations = (signal: AbortSignal): Promise<readonly Organization[]> =>
  askJson('/v1/organizations', (body) => organizations(body, 'answer').organizations, { whom, signal })
