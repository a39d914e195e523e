import type { ReactNode } from 'react'
import { Choice } from '../Choice.tsx'
import style from './Form.module.css'
import type { Field } from './field.ts'
import { type ControlProps, isGroup, labelOf } from './field-props.ts'
import { Papers } from './Papers.tsx'
import { LONG_TEXT_MAX, TEXT_MAX } from './read-form.ts'
import { Several } from './Several.tsx'

/** The control that a question of its kind is answered with. All are the browser's own: keys and readers know them. */
export function Control(props: ControlProps): ReactNode {
  const { field, value, error, onChange, id, told } = props
  const common = {
    id,
    name: field.name,
    value,
    'aria-invalid': error !== undefined,
    'aria-describedby': told === '' ? undefined : told,
    'aria-required': field.optional !== true,
  }
  switch (field.kind) {
    case 'fixed':
      return null
    case 'several':
      return <Several {...props} field={field} />
    case 'papers':
      return <Papers {...props} field={field} />
    case 'yes-no':
      return <Choice legend={labelOf(field)} options={yesNo(field)} value={value} onPick={onChange} told={told} />
    case 'choice':
      if (field.options.length === 0)
        return <p className={style['none']}>{field.none ?? 'There is nothing to pick.'}</p>
      if (isGroup(field)) {
        return <Choice legend={labelOf(field)} options={field.options} value={value} onPick={onChange} told={told} />
      }
      return (
        <select {...common} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="">Pick one …</option>
          {field.options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.words}
            </option>
          ))}
        </select>
      )
    case 'long-text':
      return (
        <textarea
          {...common}
          rows={4}
          maxLength={field.max ?? LONG_TEXT_MAX}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
    default:
      return (
        <input
          {...common}
          {...inputs[field.kind]}
          maxLength={field.kind === 'whole-number' || field.kind === 'moment' ? undefined : lengthOf(field)}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
  }
}

const yesNo = ({ words }: Extract<Field, { readonly kind: 'yes-no' }>) => [
  { value: 'yes', words: words?.yes ?? 'Yes' },
  { value: 'no', words: words?.no ?? 'No' },
]

const lengthOf = (field: Field): number => ('max' in field ? (field.max ?? TEXT_MAX) : TEXT_MAX)

type Plain = Exclude<Field['kind'], 'fixed' | 'several' | 'papers' | 'yes-no' | 'choice' | 'long-text'>

const inputs: { readonly [K in Plain]: React.ComponentProps<'input'> } = {
  text: { type: 'text', autoComplete: 'off' },
  email: { type: 'email', autoComplete: 'username', inputMode: 'email', spellCheck: false },
  telephone: { type: 'tel', autoComplete: 'tel' },
  password: { type: 'password', autoComplete: 'current-password' },
  'new-password': { type: 'password', autoComplete: 'new-password' },
  code: { type: 'text', autoComplete: 'one-time-code', spellCheck: false },
  date: { type: 'date' },
  moment: { type: 'datetime-local' },
  'whole-number': { type: 'text', inputMode: 'numeric', autoComplete: 'off' },
}
