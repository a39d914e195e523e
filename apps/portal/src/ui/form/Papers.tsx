import { type ReactNode, useState } from 'react'
import style from './Form.module.css'
import { type Field, LIST_MARK, listIn } from './field.ts'
import type { ControlProps } from './field-props.ts'

type Props = Omit<ControlProps, 'field'> & { readonly field: Extract<Field, { readonly kind: 'papers' }> }
type Kept = { readonly id: string; readonly name: string }

/** Papers to go with an answer. Each is sent when it is picked; what was sent is named, and what failed says why. */
export function Papers({ field, id, told, value, onChange, onPaper }: Props): ReactNode {
  const [kept, setKept] = useState<readonly Kept[]>([])
  const [state, setState] = useState<'idle' | 'sending' | { readonly failure: string }>('idle')
  const ids = listIn(value)
  const take = async (files: readonly File[]) => {
    if (onPaper === null) return
    setState('sending')
    const found: Kept[] = []
    try {
      for (const file of files) found.push({ id: await onPaper(file), name: file.name })
      setState('idle')
    } catch (cause) {
      setState({ failure: cause instanceof Error ? cause.message : String(cause) })
    }
    const all = field.many ? [...ids, ...found.map((one) => one.id)] : found.map((one) => one.id).slice(-1)
    setKept([...kept, ...found])
    onChange([...new Set(all)].join(LIST_MARK))
  }
  return (
    <div className={style['papers']}>
      <input
        id={id}
        type="file"
        multiple={field.many}
        disabled={onPaper === null || state === 'sending'}
        accept="application/pdf,image/jpeg,image/png"
        aria-describedby={told === '' ? undefined : told}
        onChange={({ currentTarget }) => void take([...(currentTarget.files ?? [])])}
      />
      <p role="status">
        {state === 'sending'
          ? 'Sending the paper …'
          : ids.map((one) => kept.find((paper) => paper.id === one)?.name ?? one).join(', ')}
      </p>
      {typeof state === 'object' ? (
        <p role="alert" className={style['error']}>
          {state.failure}
        </p>
      ) : null}
    </div>
  )
}
