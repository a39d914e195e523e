import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { CaseAssessment } from '../../data/cases.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'
import { Tag } from './Tag.tsx'
import { standings } from './words.ts'

type Props = { readonly of: CaseAssessment }

const states = { 'in-use': 'In use', 'out-of-use': 'Out of use', 'given-up': 'Given up' } as const
const sources = {
  'signed-log': 'its log is signed and verified',
  import: 'its log was imported and is not signed',
  'reports-only': 'known from reports; no log of it is held',
} as const

/** Every vehicle of the case and the device in it, with what its log says. */
export const VehiclesPanel = ({ of: { vehicles, devices, timeZone } }: Props): ReactNode => (
  <Panel title="Vehicles and devices">
    {vehicles.length === 0 && devices.length === 0 ? <p>No vehicle is on record.</p> : null}
    <ul className={style['rows']}>
      {vehicles.map((one) => (
        <li key={one.vehicle}>
          <div className={style['line']}>
            <h3>
              {one.description}, {one.plate}
            </h3>
            <Tag words={states[one.state]} tone={one.state === 'in-use' ? 'calm' : 'plain'} />
          </div>
          <p className={style['soft']}>VIN {one.vin}</p>
          {one.refused === null ? null : (
            <>
              <p>{one.refused.words}</p>
              <LawQuote law={one.refused.law} />
            </>
          )}
          {one.device === null && one.state === 'in-use' ? <p>No device is in it.</p> : null}
        </li>
      ))}
      {devices.map((one) => (
        <li key={one.device}>
          <div className={style['line']}>
            <h3>{one.device}</h3>
            {one.removedAt === null ? (
              <Tag {...standings[one.assessment === null ? 'unknown' : one.assessment.status.kind]} />
            ) : (
              <Tag words="Removed" tone="plain" />
            )}
          </div>
          <p className={style['soft']}>
            {vehicles.find(({ vehicle }) => vehicle === one.vehicle)?.description ?? 'In no vehicle'};{' '}
            {sources[one.source]}
            {one.installedAt === null ? null : (
              <>
                ; installed <Moment at={one.installedAt} zone={timeZone} />
              </>
            )}
            {one.removedAt === null ? null : (
              <>
                ; removed <Moment at={one.removedAt} zone={timeZone} />
              </>
            )}
          </p>
          {one.source === 'signed-log' ? (
            <p>
              <Link to={`/driver/${encodeURIComponent(one.device)}`}>What the log of {one.device} says</Link>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  </Panel>
)
