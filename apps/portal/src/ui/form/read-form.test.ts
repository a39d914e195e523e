import { describe, expect, test } from 'vitest'
import type { Field } from './field.ts'
import { readForm } from './read-form.ts'

const BOSTON = 'America/New_York'
const one = (field: Field, typed: string) => readForm([field], { [field.name]: typed }, BOSTON)

describe('what was typed into a form', () => {
  test('goes to its place in what is sent', () => {
    const fields: readonly Field[] = [
      { kind: 'fixed', name: 'kind', label: '', value: 'x' },
      { kind: 'text', name: 'license.state', label: 'State' },
      { kind: 'text', name: 'license.number', label: 'Number' },
    ]
    expect(readForm(fields, { 'license.state': ' MA ', 'license.number': 'S1' }, BOSTON)).toEqual({
      kind: 'filled',
      body: { kind: 'x', license: { state: 'MA', number: 'S1' } },
    })
  })

  test.each([
    [{ kind: 'moment', name: 'a', label: 'A' }, '2026-07-15T09:00', '2026-07-15T13:00:00.000Z'],
    [{ kind: 'date', name: 'a', label: 'A' }, '2028-02-29', '2028-02-29'],
    [{ kind: 'whole-number', name: 'a', label: 'A', min: 6, max: 48 }, '12', 12],
    [{ kind: 'yes-no', name: 'a', label: 'A' }, 'no', false],
    [{ kind: 'yes-no', name: 'a', label: 'A', words: { yes: 'Granted', no: 'Refused' } }, 'yes', true],
    [{ kind: 'choice', name: 'a', label: 'A', options: [], number: true }, '7', 7],
    [{ kind: 'text', name: 'a', label: 'A', capitals: true }, 'ma', 'MA'],
    [{ kind: 'text', name: 'a', label: 'A', optional: true }, '  ', null],
    [{ kind: 'several', name: 'a', label: 'A', options: [] }, 'x\ny', ['x', 'y']],
    [{ kind: 'papers', name: 'a', label: 'A', many: false }, '', null],
    [{ kind: 'papers', name: 'a', label: 'A', many: true }, '', []],
  ] as const)('%j with %j is sent as %j', (field, typed, sent) => {
    expect(one(field, typed)).toEqual({ kind: 'filled', body: { a: sent } })
  })

  test.each([
    [{ kind: 'text', name: 'a', label: 'A' }, ''],
    [{ kind: 'choice', name: 'a', label: 'A', options: [] }, ''],
    [{ kind: 'several', name: 'a', label: 'A', options: [] }, ''],
    [{ kind: 'date', name: 'a', label: 'A' }, '2026-02-30'],
    [{ kind: 'moment', name: 'a', label: 'A' }, '2026-02-30T09:00'],
    [{ kind: 'whole-number', name: 'a', label: 'A', min: 6, max: 48 }, '5'],
    [{ kind: 'whole-number', name: 'a', label: 'A', min: 6, max: 48 }, '12.5'],
    [{ kind: 'email', name: 'a', label: 'A' }, 'nobody'],
    [{ kind: 'new-password', name: 'a', label: 'A' }, 'short'],
  ] as const)('%j with %j is told to be wrong', (field, typed) => {
    expect(one(field, typed)).toMatchObject({ kind: 'wrong', errors: { a: expect.any(String) } })
  })

  test('a group whose names are numbers is a list', () => {
    const outcomes: readonly Field[] = [0, 1].map((n) => ({
      kind: 'text',
      name: `outcomes.${n}.about`,
      label: 'About',
    }))
    const typed = { 'outcomes.0.about': 'x', 'outcomes.1.about': 'y' }
    expect(readForm(outcomes, typed, BOSTON)).toEqual({
      kind: 'filled',
      body: { outcomes: [{ about: 'x' }, { about: 'y' }] },
    })
  })

  test('a group of which nothing is filled in is null as a whole', () => {
    const notary: readonly Field[] = [
      { kind: 'text', name: 'notary.name', label: 'Name', optional: true },
      { kind: 'date', name: 'notary.on', label: 'On', optional: true },
    ]
    expect(readForm(notary, {}, BOSTON)).toEqual({ kind: 'filled', body: { notary: null } })
  })
})
