import { type ReactNode, useId } from 'react'
import { Control } from './Control.tsx'
import style from './Form.module.css'
import type { Field } from './field.ts'

export type FieldProps = {
  readonly field: Field
  readonly value: string
  readonly error: string | undefined
  /** The zone that times of day are typed in: `America/New_York`. */
  readonly zone: string
  readonly onChange: (value: string) => void
  /** Puts a picked file where papers are kept and answers its id; null where no papers are taken. */
  readonly onPaper: ((file: File) => Promise<string>) | null
}

/** One question: its label, what to know before answering, the control, and what is wrong with the answer. */
export function FieldInput(props: FieldProps): ReactNode {
  const { field, error, zone } = props
  const id = useId()
  if (field.kind === 'fixed') return null
  const zoneHint =
    field.kind === 'moment'
      ? `Time of day as clocks show it in ${zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone}.`
      : ''
  const hint = `${field.hint ?? ''} ${zoneHint}`.trim()
  const told = `${hint === '' ? '' : `${id}-hint`} ${error === undefined ? '' : `${id}-error`}`.trim()
  return (
    <div className={style['field']} data-wrong={error !== undefined}>
      {isGroup(field) ? null : <label htmlFor={id}>{labelOf(field)}</label>}
      {hint === '' ? null : (
        <p id={`${id}-hint`} className={style['hint']}>
          {hint}
        </p>
      )}
      <Control {...props} id={id} told={told} />
      {error === undefined ? null : (
        <p id={`${id}-error`} className={style['error']}>
          {error}
        </p>
      )}
    </div>
  )
}

/** So many options lie open side by side; more are a list that unfolds. */
const OPEN_MAX = 4

/** A group of buttons or boxes has a legend of its own; a single control has a label. */
export const isGroup = (field: Field): boolean =>
  field.kind === 'yes-no' ||
  field.kind === 'several' ||
  (field.kind === 'choice' && field.options.length > 0 && field.options.length <= OPEN_MAX)

export const labelOf = ({ label, optional }: Field): string => (optional === true ? `${label} (if any)` : label)
