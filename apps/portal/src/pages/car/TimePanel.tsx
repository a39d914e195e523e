import { type Instant, minutes } from '@keyturn/domain/units.ts'
import { Button, Progress } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import style from './ConditionsPanel.module.css'
import type { LinkState } from './link-state.ts'
import { type Passage, passTime, readState } from './time.ts'

type Props = {
  readonly state: LinkState
  /** Lets simulated time pass: the car's own clock, or the clock of the whole demo. */
  readonly advance: (ms: number) => Promise<unknown>
  readonly failed: (cause: unknown) => void
}
type Passing = { readonly words: string; readonly percent: number }

const MINUTE = 60_000
const DAY = 86_400_000
/** A retest comes at the latest 45 minutes after the last one in every profile we know. */
const RETEST_WITHIN = minutes(60)

/** Simulated time: nobody waits half an hour at a desk. It passes in steps, so that all that falls due happens. */
export function TimePanel({ state, advance, failed }: Props): ReactNode {
  const [passing, setPassing] = useState<Passing | null>(null)
  const { at, timeZone, dueAt, car, outputs, canFastForward } = state
  if (!canFastForward) return null

  const go = (words: string, until: Instant, how: How = toTheEnd) => {
    const show = (percent: number) => setPassing({ words, percent })
    show(0)
    passTime({ from: at, until, advance, show, look: readState, ...how })
      .catch(failed)
      .finally(() => setPassing(null))
  }
  const by = (words: string, ms: number) => (
    <Button variant="default" disabled={passing !== null} onClick={() => go(words, later(at, ms))}>
      {words}
    </Button>
  )
  const driving = car.engine === 'running' && outputs.mode === 'running'
  return (
    <Panel title="Time" aside={<Moment at={at} zone={timeZone} />}>
      <div className={style['acts']}>
        {by('+1 minute', MINUTE)}
        {by('+10 minutes', 10 * MINUTE)}
        <Button
          variant="default"
          disabled={passing !== null || !driving}
          onClick={() => go('Until the retest', later(at, RETEST_WITHIN), untilAsked)}
        >
          Until the retest
        </Button>
        {by('+1 day', DAY)}
        {dueAt === null || dueAt <= at ? null : (
          <Button variant="default" disabled={passing !== null} onClick={() => go('To the service due date', dueAt)}>
            To the service due date
          </Button>
        )}
      </div>
      {driving ? null : <p className={style['hint']}>“Until the retest” works while you drive.</p>}
      {passing === null ? null : (
        <div role="status">
          <p>{passing.words}: time passes …</p>
          <Progress value={passing.percent} animated aria-label={`${passing.words}: time passes`} />
        </div>
      )}
    </Panel>
  )
}

// A moment plus a span is a moment.
const later = (at: Instant, ms: number): Instant => (at + ms) as Instant

type How = Pick<Passage, 'stop' | 'stepMax'>
const toTheEnd: How = { stop: () => false }
/** The answer window is minutes long: longer steps could jump over it. */
const untilAsked: How = { stop: (now) => now.outputs.mode !== 'running', stepMax: MINUTE }
