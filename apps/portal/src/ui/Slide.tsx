import { type ReactNode, useId } from 'react'
import style from './Slide.module.css'

type Props = {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** The value for people: `0.021 g/210 L`. Screen readers hear it too. */
  readonly words: string
  readonly onMove: (value: number) => void
  /** When the finger lets go, or a key was pressed. */
  readonly onSettle?: (value: number) => void
}

/** A labelled slider with its value in words above it. */
export function Slide({ label, value, min, max, step, words, onMove, onSettle }: Props): ReactNode {
  const id = useId()
  const settle = () => onSettle?.(value)
  return (
    <div className={style['slide']}>
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{words}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={words}
        onChange={(event) => onMove(event.currentTarget.valueAsNumber)}
        onPointerUp={settle}
        onKeyUp={settle}
        style={{ '--part': `${((value - min) / (max - min)) * 100}%` }}
      />
    </div>
  )
}
