import { type ReactNode, useId } from 'react'
import { Control } from './Control.tsx'
import style from './Form.module.css'
import { type FieldProps, isGroup, labelOf } from './field-props.ts'

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
