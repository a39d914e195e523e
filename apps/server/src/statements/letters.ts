/** A participant's folder: what was confirmed, allowed, certified and booked, each with the proof to show (OUT-8). */

import { dayWords } from '@keyturn/cases/program/days.ts'
import type { CaseFact, FactOf } from '@keyturn/cases/program/fact.ts'
import type { Document } from '@keyturn/contract/endpoints/documents.ts'
import type { Letter } from '@keyturn/contract/endpoints/letters.ts'
import type { VisitView } from '@keyturn/contract/endpoints/visits.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Trust } from '@keyturn/evidence/statement/statement.ts'
import type { KeptStatement } from '@keyturn/store/queries/statements/kept-statement.ts'
import { signatoryOf } from './speaker.ts'
import { statementIn } from './verify.ts'
import { type Claim, claimsIn, revokedFrom } from './withdrawn.ts'

export type Folder = {
  readonly facts: readonly CaseFact[]
  readonly statements: readonly KeptStatement[]
  readonly visits: readonly VisitView[]
  readonly documents: readonly Document[]
  readonly zone: string
  readonly now: Instant
  readonly revoked: Trust['revoked']
  readonly centerName: (center: string) => string
}

/** Newest first. */
export function lettersIn(folder: Folder): readonly Letter[] {
  const withdrawn = new Set(folder.facts.flatMap((fact) => (fact.kind === 'fact-withdrawn' ? [fact.fact] : [])))
  const bookings = folder.facts.flatMap((fact) =>
    fact.kind === 'visit-booked' ? [bookingLetter(fact, folder, withdrawn.has(fact.seq))] : [],
  )
  return [
    ...claimsIn(folder.statements).map((claim) => signedLetter(claim, folder)),
    ...folder.visits.flatMap((visit) => certificateLetter(visit, folder)),
    ...bookings,
  ].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1))
}

function signedLetter(claim: Claim, { now, revoked, zone, documents }: Folder): Letter {
  const [{ file }] = claim
  const statement = statementIn(file)
  const from = revokedFrom(file, revoked)
  const wrong =
    claim.length > 1
      ? ' Another letter was signed under its number, so neither counts.'
      : from !== null && from <= now
        ? ' It was withdrawn and does not count any more.'
        : statement.expiresAt <= now
          ? ` It was good until ${inZone(statement.expiresAt, zone)}.`
          : ''
  const isConfirmation = statement.kind === 'confirmation'
  const said = statement.kind === 'confirmation' ? [statement.account, `It is about ${statement.about}.`] : []
  const allowed =
    statement.kind === 'exception'
      ? [
          `You may drive ${statement.vehicle} without a device until ${inZone(statement.expiresAt, zone)}.`,
          statement.reason,
        ]
      : []
  return {
    id: statement.id,
    kind: isConfirmation ? 'confirmation' : 'exception',
    at: iso(statement.issuedAt),
    until: isConfirmation ? null : iso(statement.expiresAt),
    from: signatoryOf(file).name,
    title: isConfirmation ? 'Caused by a provider, not held against you' : 'You may drive another vehicle',
    words: `${[...said, ...allowed].filter((text) => text !== '').join(' ')}${wrong}`,
    next: statement.kind === 'confirmation' ? statement.next : null,
    proof: signedProof(statement.id, file),
    documents: papersAbout(documents, statement.id),
    file,
    counts: wrong === '',
  }
}

function certificateLetter(visit: VisitView, { centerName, documents }: Folder): readonly Letter[] {
  const { signed, certificate, agreement } = visit
  if (signed === null) return []
  const counts = agreement === 'agreed' || agreement === 'waiting-for-log'
  return [
    {
      id: certificate,
      kind: 'certificate',
      at: visit.at,
      until: null,
      from: signatoryOf(signed.file).name,
      title: `Service visit at ${centerName(visit.center)}`,
      words: `The device ${visit.device} was ${signed.sound ? 'found sound' : 'found not to be sound'}. ${visit.words}`,
      next: visit.visit === 'removal' ? null : `The next visit is due by ${dayWords(dayIn(visit.dueOn))}.`,
      proof: signedProof(certificate, signed.file),
      documents: papersAbout(documents, certificate),
      file: signed.file,
      counts,
    },
  ]
}

// A certificate's date was read as a civil date.
const dayIn = (text: string): Parameters<typeof dayWords>[0] => text as Parameters<typeof dayWords>[0]

function bookingLetter(fact: FactOf<'visit-booked'>, { zone, documents, centerName }: Folder, gone: boolean): Letter {
  const purpose = {
    installation: 'installation',
    scheduled: 'scheduled visit',
    lockout: 'visit after a lockout',
    removal: 'removal',
  }
  return {
    id: `booking-${fact.seq}`,
    kind: 'booking',
    at: iso(fact.at),
    until: iso(fact.for),
    from: fact.by.name,
    title: `Booked: ${purpose[fact.purpose]} at ${centerName(fact.center)}`,
    words: `For ${inZone(fact.for, zone)}, booked ${inZone(fact.at, zone)}.${gone ? ' This booking was withdrawn.' : ''}`,
    next: gone ? null : `Come to ${centerName(fact.center)} on ${inZone(fact.for, zone)}.`,
    proof: `Confirmation ${fact.confirmation}, recorded by ${fact.by.name} as entry ${fact.seq} of the case on ${inZone(fact.recordedAt, zone)}.`,
    documents: papersAbout(documents, fact.confirmation),
    file: null,
    counts: !gone,
  }
}

const signedProof = (id: string, file: string): string =>
  `Signed by ${signatoryOf(file).name} under the number ${id}; anybody can check the signature without asking us.`

/** Papers of the case that carry the number in their name: confirmations, receipts, work orders. */
const papersAbout = (documents: readonly Document[], number: string): Letter['documents'] =>
  documents
    .filter(({ name }) => name.toLowerCase().includes(number.toLowerCase()))
    .map(({ id, name, mediaType }) => ({ id, name, mediaType }))
