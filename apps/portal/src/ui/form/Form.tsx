import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { FieldInput } from './FieldInput.tsx'
import style from './Form.module.css'
import { type Field, initialValues, type Values } from './field.ts'
import { Refusal } from './Refusal.tsx'
import { readForm } from './read-form.ts'

type Props = {
  /** The name of the form for screen readers. */
  readonly label: string
  /** What is asked: may depend on what has been answered. */
  readonly fields: (values: Values) => readonly Field[]
  readonly send: string
  /** The zone that times of day are typed in. */
  readonly zone?: string
  /** Sends what was filled in. `key` is the same for one filling, however often it is sent. */
  readonly onSend: (body: Readonly<Record<string, unknown>>, key: string) => Promise<void>
  readonly onPaper?: (file: File) => Promise<string>
  readonly onCancel?: () => void
}

type Sending = { readonly kind: 'idle' | 'sending' } | { readonly kind: 'refused'; readonly cause: unknown }

/** Asks, checks, sends once, and shows a refusal where the person is looking. */
export function Form({ label, fields, send, zone, onSend, onPaper, onCancel }: Props): ReactNode {
  const [values, setValues] = useState<Values>(() => initialValues(fields({})))
  const [errors, setErrors] = useState<{ readonly [name: string]: string }>({})
  const [state, setState] = useState<Sending>({ kind: 'idle' })
  // A second press of the button is the same filling; a changed answer is another one.
  const [key, setKey] = useState<string>(() => crypto.randomUUID())
  const form = useRef<HTMLFormElement>(null)
  const asked = fields(values)
  const change = (name: string, value: string) => {
    setValues((before) => ({ ...before, [name]: value }))
    setErrors(({ [name]: _, ...others }) => others)
    setKey(crypto.randomUUID())
  }
  const submit = async () => {
    if (state.kind === 'sending') return
    const withDefaults = { ...initialValues(asked), ...values }
    const filled = readForm(asked, withDefaults, zone ?? 'UTC')
    if (filled.kind === 'wrong') return setErrors(filled.errors)
    setState({ kind: 'sending' })
    try {
      await onSend(filled.body, key)
      setState({ kind: 'idle' })
    } catch (cause) {
      setState({ kind: 'refused', cause })
    }
  }
  // Whoever sent a form with a mistake is taken to the first one.
  useEffect(() => {
    if (Object.keys(errors).length === 0) return
    const wrong = form.current?.querySelector<HTMLElement>('[data-wrong="true"] :is(input, select, textarea)')
    wrong?.focus()
  }, [errors])
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      className={style['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {asked.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? field.initial ?? ''}
          error={errors[field.name]}
          zone={zone ?? 'UTC'}
          onChange={(value) => change(field.name, value)}
          onPaper={onPaper ?? null}
        />
      ))}
      {state.kind === 'refused' ? <Refusal cause={state.cause} /> : null}
      <div className={style['actions']}>
        <Button type="submit" loading={state.kind === 'sending'}>
          {send}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="subtle" onClick={onCancel}>
            Not now
          </Button>
        )}
      </div>
    </form>
  )
}
