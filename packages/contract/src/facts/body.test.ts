import type { FactBody } from '@keyturn/cases/program/fact.ts'
import { ROLES } from '@keyturn/domain/actor.ts'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { FACT_ACCESS, mayRecordKind, standingOf } from '../fact-access.ts'
import { FACT_KINDS, factBody } from './body.ts'

/** Every fact of the engine can be sent: this does not compile when a schema lacks a field or an arm. */
const sendable = (fact: FactBody): z.output<typeof factBody> => fact

describe('facts in requests', () => {
  test('every kind has a schema and a line in the table of who may record it', () => {
    expect(FACT_KINDS.toSorted()).toEqual(Object.keys(FACT_ACCESS).toSorted())
    expect(sendable({ kind: 'removal-requested', statement: 'I ask for it.' })).toEqual(
      factBody.parse({ kind: 'removal-requested', statement: 'I ask for it.' }),
    )
  })

  test('a field that is not known is refused, and so is a kind that is not', () => {
    expect(factBody.safeParse({ kind: 'removal-requested', statement: 'x', by: 'me' }).success).toBe(false)
    expect(factBody.safeParse({ kind: 'removal-granted', statement: 'x' }).success).toBe(false)
  })
})

describe('who may record', () => {
  test('whoever only reads records nothing', () => {
    for (const role of ['public', 'visitor', 'auditor', 'authority-admin'] as const) {
      expect(FACT_KINDS.filter((kind) => mayRecordKind({ role, vendor: null }, kind))).toEqual([])
    }
  })

  test('the server records what a signed statement says, and nothing else', () => {
    expect(FACT_KINDS.filter((kind) => mayRecordKind({ role: 'system', vendor: null }, kind))).toEqual([
      'visit-kept',
      'confirmation-received',
      'exception-granted',
    ])
  })

  test('a program of a vendor is not a program of an agency', () => {
    expect(ROLES).toContain('integrator')
    expect(standingOf({ role: 'integrator', vendor: 'northeast' })).toBe('vendor-integrator')
    expect(mayRecordKind({ role: 'integrator', vendor: 'northeast' }, 'suspension')).toBe(false)
    expect(mayRecordKind({ role: 'integrator', vendor: null }, 'suspension')).toBe(true)
  })

  test('decisions are for officers alone', () => {
    for (const kind of ['approval-granted', 'hearing-decided', 'removal-decided', 'excusal-granted'] as const) {
      expect(FACT_ACCESS[kind]).toEqual(['authority-officer'])
    }
  })
})
