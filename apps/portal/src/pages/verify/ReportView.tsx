import type { Fault } from '@keyturn/evidence/fault.ts'
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Panel, type Tone } from '../../ui/Panel.tsx'
import { RecordList } from '../../ui/RecordList.tsx'
import type { Report } from './check-log.ts'
import type { Check } from './checks.ts'
import style from './ReportView.module.css'

const verdicts: {
  readonly [V in Report['verdict']]: { readonly title: string; readonly tone: Tone; readonly words: string }
} = {
  verified: {
    title: 'This log is whole and signed by the device',
    tone: 'calm',
    words: 'Nothing was changed, added or taken out since the device wrote it.',
  },
  intact: {
    title: 'Nothing was changed; who wrote it is not proved',
    tone: 'watch',
    words: 'The log fits together. Give the device’s public key to check the signatures as well.',
  },
  broken: {
    title: 'This log is broken',
    tone: 'urgent',
    words: 'It is not what the device signed, from the place named below on.',
  },
}

/** What the checks found: the verdict, each check in plain words, and the records. */
export function ReportView({ report, name }: { readonly report: Report; readonly name: string }): ReactNode {
  const { verdict, device, place, checks, lines, fault, timeZone, segments } = report
  const { title, tone, words } = verdicts[verdict]
  const whose = device === null ? name : `${device}${place === null ? '' : `, ${place}`}`
  return (
    <div className={style['report']}>
      <Panel title={title} tone={tone}>
        {fault === null ? null : (
          <p className={style['place']}>
            First broken line: <strong>{placeOf(fault)}</strong>
          </p>
        )}
        <p>{words}</p>
        <p>
          {whose}: {count(segments, 'whole segment')}, {count(lines.length, 'record')}.
        </p>
        <ul className={style['checks']} aria-label="Checks">
          {checks.map((check) => (
            <CheckLine key={`${check.name} ${check.words}`} check={check} />
          ))}
        </ul>
      </Panel>
      {lines.length === 0 ? null : <Records {...{ lines, timeZone, fault }} />}
    </div>
  )
}

const marks: { readonly [R in Check['result']]: { readonly sign: string; readonly said: string } } = {
  holds: { sign: '✓', said: 'Holds' },
  broken: { sign: '✕', said: 'Broken' },
  'not-checked': { sign: '–', said: 'Not checked' },
}

const CheckLine = ({ check: { name, result, words } }: { readonly check: Check }): ReactNode => (
  <li data-result={result}>
    <span className={style['mark']} aria-hidden="true">
      {marks[result].sign}
    </span>
    <div>
      <h3>
        <span className="visually-hidden">{marks[result].said}: </span>
        {name}
      </h3>
      <p>{words}</p>
    </div>
  </li>
)

const PAGE = 100

function Records({ lines, timeZone, fault }: Pick<Report, 'lines' | 'timeZone' | 'fault'>): ReactNode {
  const [shown, setShown] = useState(PAGE)
  return (
    <Panel title="The records in words" aside={<span>oldest first</span>}>
      {fault === null ? null : (
        <p>These are read from the file as it is; from the broken line on they prove nothing.</p>
      )}
      <RecordList label="Records, oldest first" lines={lines.slice(0, shown)} zone={timeZone} />
      {lines.length <= shown ? null : (
        <Button variant="default" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, lines.length - shown)} more of {lines.length - shown}
        </Button>
      )}
    </Panel>
  )
}

/**
 * A changed line that can still be read does not give itself away: only its segment does, from the header on.
 */
function placeOf({ code, line, records }: Fault): string {
  if (code !== 'wrong-digest' || records === null || records.from === records.to) return `line ${line}`
  return `one of the lines ${line} to ${line + records.to - records.from + 1}`
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
