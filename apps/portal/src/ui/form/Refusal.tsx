import { type ReactNode, useEffect, useRef } from 'react'
import { Problem } from '../../data/http.ts'
import { LawQuote } from '../LawQuote.tsx'
import { troubleWords } from '../trouble-words.ts'
import style from './Form.module.css'

/** Why what was sent was not taken: in the words of whoever refused, with the law where it is the law that refuses. */
export function Refusal({ cause }: { readonly cause: unknown }): ReactNode {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => here.current?.scrollIntoView({ block: 'nearest' }), [])
  const problem = cause instanceof Problem ? cause : null
  return (
    <div ref={here} role="alert" className={style['refused']}>
      <h3>{problem?.title ?? 'This was not sent'}</h3>
      <p>{problem?.detail ?? troubleWords(cause, 'the answer')}</p>
      {problem?.errors.map((error) => (
        <p key={error}>{error}</p>
      ))}
      {problem === null || problem.law === null ? null : <LawQuote law={problem.law} />}
      <p>Nothing was recorded.</p>
    </div>
  )
}
