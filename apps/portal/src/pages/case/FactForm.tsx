import { DECISIONS } from '@keyturn/contract/fact-access.ts'
import { type ReactNode, useEffect, useRef } from 'react'
import { addPaper, recordFact } from '../../data/cases.ts'
import { Form } from '../../ui/form/Form.tsx'
import type { Field, Values } from '../../ui/form/field.ts'
import style from './Case.module.css'
import { type FormKind, factForms } from './forms/all.ts'
import type { FormCase } from './forms/form-case.ts'

type Props = {
  readonly caseId: string
  readonly kind: FormKind
  readonly title: string
  readonly of: FormCase
  readonly seen: number
  readonly onCancel: () => void
  readonly onRecorded: () => Promise<void>
}

/** One fact to record: what comes of it, what is asked, and the refusal of the law where it refuses. */
export function FactForm({ caseId, kind, title, of, seen, onCancel, onRecorded }: Props): ReactNode {
  const form = factForms[kind]
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const when: readonly Field[] =
    form.when === null
      ? []
      : [{ kind: 'moment', name: 'at', label: form.when, hint: 'Leave it empty for now.', optional: true } as const]
  const fields = (values: Values): readonly Field[] => [...form.fields(of, values), ...when]
  return (
    <div className={style['column']}>
      <div>
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        <p>{form.words}</p>
      </div>
      <Form
        label={title}
        fields={fields}
        send={form.send}
        zone={of.timeZone}
        onCancel={onCancel}
        onPaper={(file) => addPaper(caseId, file)}
        onSend={async ({ at, ...body }, key) => {
          // Whoever decides has read the case: if somebody has recorded something since, they look again first.
          const decides = DECISIONS.has(kind) ? seen : null
          await recordFact(caseId, { ...(typeof at === 'string' ? { at } : {}), fact: { kind, ...body } }, key, decides)
          await onRecorded()
        }}
      />
    </div>
  )
}
