import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { ReactNode } from 'react'
import type { TimelineEntry } from '../../data/status.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './TimelinePanel.module.css'

type Props = { readonly entries: readonly TimelineEntry[]; readonly leftOut: number; readonly zone: string }
type Day = { readonly date: string; readonly heading: string; readonly entries: readonly TimelineEntry[] }

const OPEN_DAYS = 2

const causes: { readonly [C in TimelineEntry['cause']]: string | null } = {
  operator: null,
  device: null,
  power: 'Power, not you',
  provider: 'Service provider',
  vehicle: 'The car, not you',
  unknown: 'Cause unknown',
}

/** What the log says, day by day, newest day first. The newest days are open. */
export function TimelinePanel({ entries, leftOut, zone }: Props): ReactNode {
  const days = daysOf(entries, zone)
  return (
    <Panel title="Day by day">
      {days.length === 0 ? <p>No records have arrived yet. They come with the car’s next upload.</p> : null}
      <div className={style['days']}>
        {days.map((day, n) => (
          <details key={day.date} open={n < OPEN_DAYS} className={style['day']}>
            <summary>
              <h3>{day.heading}</h3>
              <span>
                {day.entries.length} {day.entries.length === 1 ? 'record' : 'records'}
              </span>
            </summary>
            <ol>
              {day.entries.map((entry) => (
                <Entry key={entry.seq} entry={entry} />
              ))}
            </ol>
          </details>
        ))}
      </div>
      {leftOut === 0 ? null : <p>{leftOut} older records are in the log that you can download below.</p>}
    </Panel>
  )
}

function Entry({ entry: { when, words, cause } }: { readonly entry: TimelineEntry }): ReactNode {
  const tag = causes[cause]
  return (
    <li>
      <time>{when.split(', ')[1]}</time>
      <p>
        {words}
        {tag === null ? null : <span className={style['tag']}>{tag}</span>}
      </p>
    </li>
  )
}

function daysOf(entries: readonly TimelineEntry[], zone: string): readonly Day[] {
  const days = new Map<string, TimelineEntry[]>()
  for (const entry of entries.toReversed()) {
    const date = civilDateOf(entry.at, zone)
    const day = days.get(date)
    if (day === undefined) days.set(date, [entry])
    else day.push(entry)
  }
  return [...days].map(([date, of]) => ({ date, heading: of[0]?.when.split(', ')[0] ?? date, entries: of }))
}
