import type { ReactNode } from 'react'
import { dayWords } from '../../ui/day-words.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field } from '../../ui/form/field.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import type { NextDate } from './bench-state.ts'

type Props = {
  readonly label: string
  readonly send: string
  readonly next: NextDate
  /** Asked before the date. */
  readonly before?: readonly Field[]
  readonly onSend: (body: { readonly dueOn: string; readonly [name: string]: unknown }) => Promise<void>
}

/** Asks for the date of the next visit, with the law that bounds it. The device refuses what is later. */
export function DateForm({ label, send, next, before = [], onSend }: Props): ReactNode {
  return (
    <>
      <LawQuote law={next.law} />
      <Form
        label={label}
        send={send}
        fields={() => [
          ...before,
          {
            kind: 'date',
            name: 'dueOn',
            label: 'Next visit due by the end of',
            hint: `From ${dayWords(next.earliest)} to ${dayWords(next.latest)}, ${next.withinDays} days from today.`,
            initial: next.latest,
          },
        ]}
        onSend={(body) => onSend({ ...body, dueOn: String(body['dueOn']) })}
      />
    </>
  )
}
