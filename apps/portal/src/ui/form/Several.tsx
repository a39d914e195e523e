import type { ReactNode } from 'react'
import style from './Form.module.css'
import { type Field, LIST_MARK, listIn } from './field.ts'
import { type ControlProps, labelOf } from './field-props.ts'

type Props = Omit<ControlProps, 'field'> & { readonly field: Extract<Field, { readonly kind: 'several' }> }

/** Any number of a few: a group of boxes, each a big target. */
export function Several({ field, value, onChange, told }: Props): ReactNode {
  const picked = listIn(value)
  const toggle = (one: string) =>
    onChange((picked.includes(one) ? picked.filter((other) => other !== one) : [...picked, one]).join(LIST_MARK))
  return (
    <fieldset className={style['several']} aria-describedby={told === '' ? undefined : told}>
      <legend>{labelOf(field)}</legend>
      {field.options.length === 0 ? (
        <p className={style['none']}>{field.none ?? 'There is nothing to pick.'}</p>
      ) : (
        field.options.map((option) => (
          <label key={option.value}>
            <input type="checkbox" checked={picked.includes(option.value)} onChange={() => toggle(option.value)} />
            <span>{option.words}</span>
          </label>
        ))
      )}
    </fieldset>
  )
}
