import { type ReactNode, useId } from 'react'
import style from './KeyField.module.css'
import type { KeyText } from './public-key.ts'

type Props = { readonly text: string; readonly read: KeyText; readonly change: (text: string) => void }

/** The device's public key, pasted. Optional: without it the page checks all but who signed. */
export function KeyField({ text, read, change }: Props): ReactNode {
  const id = useId()
  const wrong = read.kind === 'unreadable'
  return (
    <div className={style['field']}>
      <label htmlFor={id}>The device’s public key (optional)</label>
      <p id={`${id}-hint`}>PEM, Base 64, or the line that begins with keyturn.org/device/. It proves who signed.</p>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        value={text}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint ${id}-state`}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <p id={`${id}-state`} data-wrong={wrong} role={wrong ? 'alert' : undefined}>
        {wrong ? read.why : read.kind === 'key' ? 'A key of the right kind: Ed25519, 32 bytes.' : ''}
      </p>
    </div>
  )
}
