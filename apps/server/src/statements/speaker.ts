/** Who signed, as one word for the store, and by name for people. */

import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Speaker, Statement } from '@keyturn/evidence/statement/statement.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'

/** `root`, `authority US-MA`, `vendor northgate`, `technician t-1 of northgate`: who may not contradict themselves. */
export function issuerOf(speaker: Speaker): string {
  switch (speaker.as) {
    case 'root':
      return 'root'
    case 'authority':
      // An authority with several keys is one issuer.
      return `authority ${speaker.jurisdiction}`
    case 'vendor':
      return `vendor ${speaker.id}`
    case 'technician':
      return `technician ${speaker.id} of ${speaker.vendor}`
  }
}

/** Where a statement counts: `US-MA`, or `*` for what the root says to all. */
export function jurisdictionOf(statement: Statement, speaker: Speaker): string {
  if (speaker.as !== 'root') return speaker.jurisdiction
  return statement.kind === 'authority-key' ? statement.jurisdiction : '*'
}

export type Signatory = {
  readonly by: 'root' | 'authority' | 'vendor' | 'technician'
  readonly name: string
  /** The vendor that signed or that the technician works for, by its id. */
  readonly vendor: string | null
}

/** Who signed a kept file, by the names that its own chain gives. */
export function signatoryOf(file: string): Signatory {
  const read = readStatementFile(file)
  const chain = read.kind === 'parsed' ? read.value.slice(0, -1).map(({ statement }) => statement) : []
  const last = chain.at(-1)
  switch (last?.kind) {
    case 'authority-key':
      return { by: 'authority', name: authorityName(last.jurisdiction), vendor: null }
    case 'vendor':
      return { by: 'vendor', name: last.name, vendor: last.subject }
    case 'technician': {
      const vendor = chain.at(-2)
      if (vendor?.kind !== 'vendor') return { by: 'technician', name: last.subject, vendor: null }
      return { by: 'technician', name: `${last.subject} of ${vendor.name}`, vendor: vendor.subject }
    }
    default:
      return { by: 'root', name: 'the root of authority', vendor: null }
  }
}

/** The jurisdiction that the chain of a kept file begins with; undefined for what the root itself signed. */
export function chainJurisdiction(file: string): string | undefined {
  const read = readStatementFile(file)
  const first = read.kind === 'parsed' ? read.value[0].statement : undefined
  return first?.kind === 'authority-key' ? first.jurisdiction : undefined
}

/** `Registry of Motor Vehicles`; the jurisdiction itself where no law of it is known here. */
export const authorityName = (jurisdiction: string): string => findProfile(jurisdiction)?.authority ?? jurisdiction
