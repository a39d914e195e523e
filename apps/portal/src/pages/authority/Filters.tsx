import { Button } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import type { CaseFilter } from '../../data/cases.ts'
import { stages, standings } from '../case/words.ts'
import style from './Queue.module.css'

type Props = { readonly filter: CaseFilter; readonly onChange: (filter: CaseFilter) => void }

const SEARCH_MAX = 100

/** Search and the two ways to narrow. A choice acts at once; words are sent with the button or the Enter key. */
export function Filters({ filter, onChange }: Props): ReactNode {
  const id = useId()
  const [words, setWords] = useState(filter.q)
  const pick = (
    name: 'stage' | 'standing',
    label: string,
    table: Readonly<Record<string, { readonly words: string }>>,
  ) => (
    <div>
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <select
        id={`${id}-${name}`}
        value={filter[name]}
        onChange={({ currentTarget }) => onChange({ ...filter, [name]: currentTarget.value })}
      >
        <option value="">All</option>
        {Object.entries(table).map(([value, said]) => (
          <option key={value} value={value}>
            {said.words}
          </option>
        ))}
      </select>
    </div>
  )
  return (
    <form
      aria-label="Narrow the cases"
      className={style['filters']}
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ ...filter, q: words.trim() })
      }}
    >
      <div>
        <label htmlFor={`${id}-q`}>Name or license number</label>
        <input
          id={`${id}-q`}
          type="search"
          maxLength={SEARCH_MAX}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      {pick('stage', 'Stage', stages)}
      {pick('standing', 'Device', standings)}
      <Button type="submit" variant="outline">
        Search
      </Button>
    </form>
  )
}
