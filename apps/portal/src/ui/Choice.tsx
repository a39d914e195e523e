import { type ReactNode, useId } from 'react'
import style from './Choice.module.css'

type Props<T extends string> = {
  readonly legend: string
  readonly options: readonly { readonly value: T; readonly words: string; readonly hint?: string }[]
  readonly value: T
  readonly onPick: (value: T) => void
  /** The ids of what explains the question. */
  readonly told?: string
}

/** One of a few, each a big target: a group of radio buttons that arrow keys walk through. */
export function Choice<T extends string>({ legend, options, value, onPick, told }: Props<T>): ReactNode {
  const name = useId()
  return (
    <fieldset className={style['choice']} aria-describedby={told === '' ? undefined : told}>
      <legend>{legend}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value} title={option.hint}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onPick(option.value)}
            />
            <span>{option.words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
