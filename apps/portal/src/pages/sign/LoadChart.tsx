import { type ReactNode, useId, useState } from 'react'
import type { Preview } from '../../data/signing.ts'
import { dayWords } from '../../ui/day-words.ts'
import formStyle from '../../ui/form/Form.module.css'
import { Scroll } from '../../ui/Scroll.tsx'
import style from './Sign.module.css'

type Load = Preview['load']
type Day = { readonly on: string; readonly before: number; readonly plain: number; readonly staggered: number }

const SERIES = [
  { of: 'before', words: 'As dates stand', color: '#7b8a84' },
  { of: 'plain', words: 'Moved, all at once', color: '#c26d17' },
  { of: 'staggered', words: 'Moved, with stagger', color: '#0b5d50' },
] as const

const ALL = ''
const HEIGHT = 120
const BAR = 5
const DAY_WIDTH = 20

/** Visits that fall due on each day: drawn, and as a table for whoever cannot see the drawing. */
export function LoadChart({ load }: { readonly load: Load }): ReactNode {
  const id = useId()
  const centers = [...new Set(load.map(({ center }) => center))].toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
  const [center, setCenter] = useState(ALL)
  const days = daysOf(center === ALL ? load : load.filter((one) => keyOf(one.center) === center))
  const most = Math.max(1, ...days.flatMap((day) => SERIES.map(({ of }) => day[of])))
  if (days.length === 0) return <p className={style['soft']}>No visit falls due on any day that is known here.</p>
  return (
    <div className={style['chart']}>
      <div className={formStyle['field']}>
        <label htmlFor={id}>Visits per day at</label>
        <select id={id} value={center} onChange={({ currentTarget }) => setCenter(currentTarget.value)}>
          <option value={ALL}>All service centers together</option>
          {centers.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </div>
      <ul className={style['legend']}>
        {SERIES.map(({ of, words, color }) => (
          <li key={of}>
            <i style={{ background: color }} aria-hidden="true" />
            {words}: {peak(days, of)}
          </li>
        ))}
      </ul>
      <Scroll label="Visits per day, drawn">
        <svg
          viewBox={`0 0 ${Math.max(20, days.length) * DAY_WIDTH} ${HEIGHT + 18}`}
          role="img"
          aria-label={`Visits per day, ${most} at most. The table below has the numbers.`}
        >
          {days.map((day, n) => (
            <g key={day.on} transform={`translate(${n * DAY_WIDTH} 0)`}>
              {SERIES.map(({ of, color }, part) => {
                const height = (day[of] / most) * HEIGHT
                return (
                  <rect
                    key={of}
                    x={1 + part * (BAR + 1)}
                    y={HEIGHT - height}
                    width={BAR}
                    height={height}
                    fill={color}
                  />
                )
              })}
              {n % 7 === 0 ? (
                <text x="0" y={HEIGHT + 14} fontSize="9" fill="#46564f">
                  {dayWords(day.on).replace(/ \d{4}$/, '')}
                </text>
              ) : null}
            </g>
          ))}
        </svg>
      </Scroll>
      <details className={style['more']}>
        <summary>The numbers of each day</summary>
        <table className={style['table']}>
          <caption className="visually-hidden">Visits per day</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              {SERIES.map(({ of, words }) => (
                <th key={of} scope="col">
                  {words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.on}>
                <th scope="row">{dayWords(day.on)}</th>
                {SERIES.map(({ of }) => (
                  <td key={of}>{day[of]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}

function peak(days: readonly Day[], of: keyof Omit<Day, 'on'>): string {
  const most = days.reduce((high, day) => (day[of] > high[of] ? day : high), days[0] ?? NO_DAY)
  return `${most[of]} at most, on ${dayWords(most.on)}`
}
const NO_DAY: Day = { on: '', before: 0, plain: 0, staggered: 0 }

function daysOf(load: Load): readonly Day[] {
  const sums = new Map<string, Day>()
  for (const { on, before, plain, staggered } of load) {
    const sum = sums.get(on) ?? { ...NO_DAY, on }
    sums.set(on, {
      on,
      before: sum.before + before,
      plain: sum.plain + plain,
      staggered: sum.staggered + staggered,
    })
  }
  return [...sums.values()].toSorted((a, b) => (a.on < b.on ? -1 : 1))
}

const keyOf = (center: string | null): string => center ?? 'not known'
const nameOf = (center: string | null): string => center ?? 'Center not known'
