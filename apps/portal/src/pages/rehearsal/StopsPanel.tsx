import { type ReactNode, useId, useState } from 'react'
import { Link } from 'react-router'
import type { Stop } from '../../data/rehearsal.ts'
import { dayWords } from '../../ui/day-words.ts'
import formStyle from '../../ui/form/Form.module.css'
import { Panel } from '../../ui/Panel.tsx'
import { Tag } from '../case/Tag.tsx'
import style from './Rehearsal.module.css'
import { actWords, channelWords } from './words.ts'

type Props = { readonly of: readonly Stop[]; readonly leftOut: number; readonly horizonDays: number }

const SHOWN = 40
const ALL = ''

/** Driver by driver: on which day the car would stop, and who could lawfully help by which path. */
export function StopsPanel({ of, leftOut, horizonDays }: Props): ReactNode {
  const id = useId()
  const [vendor, setVendor] = useState(ALL)
  const vendors = [...new Set(of.map((one) => one.vendor))].toSorted()
  const chosen = of.filter((one) => vendor === ALL || one.vendor === vendor)
  return (
    <Panel title="Driver by driver" aside={<span>{of.length + leftOut} in all</span>}>
      {of.length === 0 ? <p>No device is known here.</p> : null}
      {vendors.length < 2 ? null : (
        <div className={formStyle['field']}>
          <label htmlFor={id}>If this vendor died</label>
          <select id={id} value={vendor} onChange={({ currentTarget }) => setVendor(currentTarget.value)}>
            <option value={ALL}>Any of them</option>
            {vendors.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </div>
      )}
      <ol className={style['stops']}>
        {chosen.slice(0, SHOWN).map((one) => (
          <StopLine key={`${one.case} ${one.device}`} of={one} horizonDays={horizonDays} />
        ))}
      </ol>
      {chosen.length + leftOut <= SHOWN ? null : (
        <p className={style['soft']}>
          The {Math.min(SHOWN, chosen.length)} that stop soonest; {Math.max(0, chosen.length - SHOWN) + leftOut} more
          are not shown.
        </p>
      )}
    </Panel>
  )
}

function StopLine({ of, horizonDays }: { readonly of: Stop; readonly horizonDays: number }): ReactNode {
  const lasting = of.helps.filter(({ whenVendorGone }) => whenVendorGone)
  return (
    <li>
      <div className={style['line']}>
        <h3>
          <Link to={`/cases/${encodeURIComponent(of.case)}`}>{of.device}</Link>
        </h3>
        {of.isStopped ? (
          <Tag words="Stopped already" tone="urgent" />
        ) : of.stopsOn === null ? (
          <Tag words={`Not within ${horizonDays} days`} tone="calm" />
        ) : (
          <Tag words={`Stops ${dayWords(of.stopsOn)}`} tone="watch" />
        )}
      </div>
      <p>{of.why}</p>
      <p className={style['soft']}>
        {[of.vendor, of.model, of.firmware, of.center].filter((word) => word !== '').join(', ')}
      </p>
      {lasting.length === 0 ? (
        <p className={style['gap']}>Nobody could lawfully help once {of.vendor} is gone.</p>
      ) : null}
      {of.helps.length === 0 ? null : (
        <details className={style['more']}>
          <summary>
            {of.helps.length === 1 ? 'One way to help' : `${of.helps.length} ways to help`}
            <span className="visually-hidden"> {of.device}</span>
          </summary>
          <ul className={style['helps']}>
            {of.helps.map((help) => (
              <li key={`${help.act} ${help.by} ${help.words}`}>
                <strong>{actWords(help.act)}</strong> by {help.channels.map(channelWords).join(' or ')}
                {help.who.length === 0 ? '' : `, from ${help.who.join(', ')}`}
                <p>{help.words}</p>
                {help.whenVendorGone ? null : <p className={style['soft']}>Not once the vendor is gone altogether.</p>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}
