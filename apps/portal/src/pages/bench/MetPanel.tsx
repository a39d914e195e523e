import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import type { Line } from '@keyturn/evidence/read.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { RecordList } from '../../ui/RecordList.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Bench.module.css'
import { beginVisit, installDevice, visitPage } from './bench.ts'
import type { BenchState, MetCar } from './bench-state.ts'
import { DateForm } from './DateForm.tsx'

type Props = { readonly car: MetCar; readonly bench: BenchState }

/** The clocks of car and laptop may differ by this much before it is said. */
const CLOCK_OFF_MS = 60_000

/** Who the car is, how that is known, where it stands under its law, and what its log says. */
export function MetPanel({ car, bench }: Props): ReactNode {
  const { device, profile, timeZone, known, knownWords, publicKey, log, newest } = car
  const place = jurisdictionOf(profile)?.name ?? profile
  return (
    <>
      <Panel tone={known === 'new' ? 'watch' : 'calm'} title={`${device}, ${place}`} aside={<span>{profile}</span>}>
        <p>
          It signed this bench’s question, and all {log.records} records of its log verify. {knownWords}
        </p>
        {known === 'new' ? (
          <p className={style['key']}>
            Key <code>{publicKey}</code>
          </p>
        ) : null}
        {log.anomalies > 0 ? <p>{log.anomalies} signed lines of its log are no records; they are kept.</p> : null}
        {Math.abs(car.clockOffMs) < CLOCK_OFF_MS ? null : (
          <p>
            <strong>
              Its clock and this laptop’s differ by {Math.round(Math.abs(car.clockOffMs) / 60_000)} minutes.
            </strong>{' '}
            The device judges by its own. Set this laptop’s clock right before you go on.
          </p>
        )}
        <Standing car={car} />
        <Start car={car} bench={bench} />
      </Panel>
      <Panel title="What its log says">
        {newest.length === 0 ? (
          <p>Nothing has been recorded yet.</p>
        ) : (
          <RecordList label="Newest records first" lines={linesFrom(newest)} zone={timeZone} />
        )}
      </Panel>
    </>
  )
}

/** Due date, lockouts and reasons, each with its law. */
function Standing({ car }: { readonly car: MetCar }): ReactNode {
  const { installed, dueAt, timeZone, lockouts, explanation, malfunctions, next } = car
  if (!installed) return <p>The device is not installed.</p>
  return (
    <>
      {dueAt === null ? null : (
        <p>
          The next visit is due by{' '}
          <strong>
            <Moment at={dueAt} zone={timeZone} />
          </strong>
          {next === null ? '.' : `: ${next.withinDays} days after the last one.`}
        </p>
      )}
      {next === null ? null : <LawQuote law={next.law} />}
      {lockouts.length === 0 ? <p>No lockout stands.</p> : null}
      {explanation.length === 0 ? null : (
        <ul className={style['reasons']}>
          {explanation.map(({ rule, title, words, law }) => (
            <li key={rule}>
              <h3>{title}</h3>
              <p>{words}</p>
              {law === null ? null : <LawQuote law={law} />}
            </li>
          ))}
        </ul>
      )}
      {malfunctions.length === 0 ? null : <p>Faults that the device reports: {malfunctions.join(', ')}.</p>}
    </>
  )
}

/** The way into the visit: the one that is open, a new one, or the installation. */
function Start({ car, bench }: Props): ReactNode {
  const navigate = useNavigate()
  const [rescue, setRescue] = useState('')
  const begin = useMutation({
    mutationFn: () => beginVisit(car.unit, rescue === '' ? null : rescue),
    onSuccess: ({ id }) => navigate(visitPage(id)),
  })
  const open = bench.visits.find(({ device, end }) => device === car.device && end === null)
  const rescues = bench.carried.filter(({ kind }) => kind === 'rescue')
  if (open !== undefined) {
    return (
      <div>
        <Button onClick={() => navigate(visitPage(open.id))}>Go on with the open visit</Button>
      </div>
    )
  }
  if (!car.installed) return <Installation car={car} />
  return (
    <>
      {rescues.length === 0 ? null : (
        <label className={style['field']}>
          <span>Is the car another vendor’s? Then serve it on the authority’s word:</span>
          <select value={rescue} onChange={({ currentTarget }) => setRescue(currentTarget.value)}>
            <option value="">No, it is our own</option>
            {rescues.map(({ id, file }) => (
              <option key={id} value={file}>
                Rescue credential {id}
              </option>
            ))}
          </select>
        </label>
      )}
      {car.engineRunning ? <p>Switch the engine off first.</p> : null}
      {begin.isError ? <Trouble cause={begin.error} what="Beginning the visit" /> : null}
      {begin.isPending ? <Waiting for="the log of the car; the visit begins" /> : null}
      <div>
        <Button loading={begin.isPending} disabled={car.engineRunning} onClick={() => begin.mutate()}>
          Begin the visit
        </Button>
      </div>
    </>
  )
}

function Installation({ car }: { readonly car: MetCar }): ReactNode {
  const navigate = useNavigate()
  if (car.next === null) return <p>This bench does not know the law {car.profile}; install a newer bench.</p>
  return (
    <>
      <h3>Install it</h3>
      <DateForm
        label="Install the device"
        send="Install the device"
        next={car.next}
        onSend={async ({ dueOn }) => {
          const { id } = await installDevice(car.unit, dueOn)
          await navigate(visitPage(id))
        }}
      />
    </>
  )
}

/** Newest first. */
export const linesFrom = (records: readonly string[]): readonly Line[] =>
  records.toReversed().flatMap((text): Line[] => {
    const read = parseRecordLine(text)
    return read.kind === 'parsed' ? [{ kind: 'record', seq: read.value.seq, line: 0, record: read.value }] : []
  })
