import type { ReactNode } from 'react'
import type { Preview } from '../../data/signing.ts'
import { daysWords, dayWords } from '../../ui/day-words.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { LoadChart } from './LoadChart.tsx'
import style from './Sign.module.css'

const SHOWN = 50

/** What the order would do, before anybody signs: what is wrong with it first. */
export function PreviewPanel({ of }: { readonly of: Preview }): ReactNode {
  const grave = of.warnings.some((one) => one.grave)
  return (
    <Panel tone={grave ? 'urgent' : 'plain'} title={grave ? 'This should not be signed as it is' : 'What it would do'}>
      <Warnings of={of.warnings} />
      <dl className={style['numbers']}>
        <Count name="Devices known here" is={of.devices} />
        <Count name="Devices whose dates move" is={of.concerned} />
        <Count name="Cases" is={of.cases} />
      </dl>
      {of.law.may ? (
        <p>
          The law lets dates move by {daysWords(of.law.daysMax)} at most: {of.law.words}
        </p>
      ) : (
        <p>{of.law.words}</p>
      )}
      <Moving of={of.moving} />
      {of.notKnown.length === 0 ? null : (
        <p>
          Not known here, so not counted:{' '}
          {of.notKnown.map(({ what, devices }) => `the ${what} of ${devices} devices`).join(', ')}.
        </p>
      )}
      <LoadChart load={of.load} />
      <Dates of={of.dates} concerned={of.concerned} />
    </Panel>
  )
}

const Count = ({ name, is }: { readonly name: string; readonly is: number }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{is}</dd>
  </div>
)

function Warnings({ of }: { readonly of: Preview['warnings'] }): ReactNode {
  if (of.length === 0) return <p>Nothing speaks against it.</p>
  return (
    <ul className={style['warnings']} aria-label="Warnings">
      {of.map(({ code, words, grave, law, about }) => (
        <li key={`${code} ${words}`} data-grave={grave}>
          <strong>{grave ? 'Grave: ' : 'Look: '}</strong>
          {words}
          {law === null ? null : <p className={style['soft']}>{law}</p>}
          {about.length === 0 ? null : <p className={style['soft']}>About {about.join(', ')}</p>}
        </li>
      ))}
    </ul>
  )
}

const kinds: Readonly<Record<string, string>> = {
  'service-visit': 'Scheduled visits',
  'violations-service': 'Services after violations',
  'lockout-visit': 'Visits that end a lockout',
}

const spanWords = ({ from, until }: { readonly from: string; readonly until: string }): string =>
  from === until ? dayWords(from) : `${dayWords(from)} to ${dayWords(until)}`

const Moving = ({ of }: { readonly of: Preview['moving'] }): ReactNode =>
  of.length === 0 ? null : (
    <Scroll label="Dates that move">
      <table className={style['wide']}>
        <caption className="visually-hidden">Dates that move</caption>
        <thead>
          <tr>
            <th scope="col">Dates</th>
            <th scope="col">How many</th>
            <th scope="col">Due now</th>
            <th scope="col">Moved at once</th>
            <th scope="col">With stagger</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.of}>
              <th scope="row">{kinds[one.of] ?? one.of}</th>
              <td>{one.dates}</td>
              <td>{spanWords(one.from)}</td>
              <td>{spanWords(one.plain)}</td>
              <td>{spanWords(one.staggered)}</td>
              <td>
                {one.daysMin === one.daysMax ? daysWords(one.daysMin) : `${one.daysMin} to ${daysWords(one.daysMax)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )

function Dates({ of, concerned }: { readonly of: Preview['dates']; readonly concerned: number }): ReactNode {
  if (of.length === 0) return null
  return (
    <details className={style['more']}>
      <summary>Device by device</summary>
      <Scroll label="Dates, device by device">
        <table className={style['wide']}>
          <caption className="visually-hidden">Dates, device by device</caption>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Center</th>
              <th scope="col">Due now</th>
              <th scope="col">Moved to</th>
              <th scope="col">Days</th>
              <th scope="col">Of them stagger</th>
            </tr>
          </thead>
          <tbody>
            {of.slice(0, SHOWN).map((one) => (
              <tr key={`${one.device} ${one.of} ${one.from}`}>
                <th scope="row">{one.device}</th>
                <td>{one.center ?? 'not known'}</td>
                <td>{dayWords(one.from)}</td>
                <td>{dayWords(one.to)}</td>
                <td>{one.days}</td>
                <td>{one.staggered}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {concerned <= SHOWN ? null : (
        <p className={style['soft']}>
          The first {Math.min(SHOWN, of.length)} dates; {concerned} devices are concerned in all.
        </p>
      )}
    </details>
  )
}
