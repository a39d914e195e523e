import { type ReactNode, useId, useState } from 'react'
import { ownNow } from '../../data/clock.ts'
import { asFile } from '../../relief/carried.ts'
import { standingsOf, statementIn } from '../../relief/standing.ts'
import { Panel } from '../../ui/Panel.tsx'
import { EntryCard } from './EntryCard.tsx'
import style from './Orders.module.css'

/** An order that came another way: a file somebody sent, a text that was pasted. */
export function OtherFilePanel(): ReactNode {
  const id = useId()
  const [pasted, setPasted] = useState('')
  const file = asFile(pasted)
  return (
    <Panel title="An order that came another way">
      <div className={style['field']}>
        <label htmlFor={`${id}-file`}>Choose the file somebody sent you</label>
        <input
          id={`${id}-file`}
          type="file"
          accept=".txt,text/plain"
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? []
            void chosen?.text().then(setPasted)
          }}
        />
      </div>
      <div className={style['field']}>
        <label htmlFor={`${id}-text`}>Or paste its text</label>
        <textarea
          id={`${id}-text`}
          rows={3}
          spellCheck={false}
          value={pasted}
          onChange={({ currentTarget }) => setPasted(currentTarget.value)}
        />
      </div>
      {file === '' ? null : <Found file={file} />}
    </Panel>
  )
}

function Found({ file }: { readonly file: string }): ReactNode {
  const statement = statementIn(file)
  if (statement === null)
    return <p role="alert">This is no signed statement, or a part of it is missing. Copy all of it, every line.</p>
  const verdict = { kind: 'unchecked', why: 'The car checks it when you carry it there.' } as const
  const [entry] = standingsOf([{ file, verdict }], ownNow())
  if (entry === undefined)
    return <p role="alert">This is a signed statement, but no order and no outage: it is a {statement.kind}.</p>
  return <EntryCard entry={entry} open />
}
