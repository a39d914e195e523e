/** What every part of a form is given, and how a question is put. */
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

export type ControlProps = FieldProps & { readonly id: string; readonly told: string }

/** So many options lie open side by side; more are a list that unfolds. */
const OPEN_MAX = 4

/** A group of buttons or boxes has a legend of its own; a single control has a label. */
export const isGroup = (field: Field): boolean =>
  field.kind === 'yes-no' ||
  field.kind === 'several' ||
  (field.kind === 'choice' && field.options.length > 0 && field.options.length <= OPEN_MAX)

export const labelOf = ({ label, optional }: Field): string => (optional === true ? `${label} (if any)` : label)
