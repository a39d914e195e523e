import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { keep, keptAs } from '../../data/keep.ts'
import { number, object, text } from '../../data/read.ts'
import { Form } from '../../ui/form/Form.tsx'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import style from './Bench.module.css'
import { type Act, actAtVisit, certifyVisit, letGasIn } from './bench.ts'
import type { BenchVisit, Gas } from './bench-state.ts'
import { DateForm } from './DateForm.tsx'
import { grams } from './grams.ts'
import type { ShowVisit } from './VisitPage.tsx'

type Props = { readonly visit: BenchVisit; readonly locked: boolean; readonly show: ShowVisit }

const readBottle = object({ gasLot: text, reference: number })
type Bottle = ReturnType<typeof readBottle>
const KEPT = 'bench-bottle'
const CONFIRMATIONS = 2

/** The steps of an open visit in their order; the one that is next is asked for. */
export function VisitSteps({ visit, locked, show }: Props): ReactNode {
  const [bottle, setBottle] = useState<Bottle | null>(() => keptAs(KEPT, readBottle) ?? null)
  const [changing, setChanging] = useState(bottle === null)
  const acting = useMutation({ mutationFn: (act: Act) => actAtVisit(visit.id, act), onSuccess: show })
  const { session, next, awaiting } = visit
  if (locked) return <p>Unlock the bench to go on. The device keeps its session for two hours.</p>
  if (session === null)
    return <Opening visit={visit} act={acting.mutate} busy={acting.isPending} failed={acting.error} />
  const gas = (act: Act) => acting.mutate(act)
  const { inspection, asFound, calibration, confirmations } = session
  const sound = inspection?.sound === true
  const confirmed = confirmations.length >= CONFIRMATIONS
  return (
    <>
      {acting.isError ? <Trouble cause={acting.error} what="The step" /> : null}
      <ol className={style['steps']}>
        <Step title="Inspect" done={inspection !== null}>
          {inspection === null ? <Inspection act={acting.mutateAsync} /> : <p>{inspectionWords(inspection)}</p>}
        </Step>
        <Step title="The gas bottle" done={bottle !== null && !changing}>
          {bottle === null || changing ? (
            <BottleForm
              bottle={bottle}
              onPick={(picked) => {
                keep(KEPT, picked)
                setBottle(picked)
                setChanging(false)
              }}
            />
          ) : (
            <p>
              Lot {bottle.gasLot}, {grams(bottle.reference)}.{' '}
              <Button variant="default" onClick={() => setChanging(true)}>
                Another bottle
              </Button>
            </p>
          )}
        </Step>
        {bottle === null || changing || !sound ? null : (
          <>
            <Step title="Check it as it is" done={asFound !== null}>
              {next === null ? null : <Tolerance next={next} />}
              {asFound === null ? null : <Result gas={asFound} />}
              <GasStep visit={visit} bottle={bottle} now={awaiting === 'as-found'} show={show}>
                {asFound !== null ? null : (
                  <Button
                    loading={acting.isPending}
                    onClick={() => gas({ do: 'as-found', reference: bottle.reference })}
                  >
                    Check as found
                  </Button>
                )}
              </GasStep>
            </Step>
            {asFound === null ? null : (
              <Step title="Calibrate" done={calibration !== null}>
                {calibration === null ? null : (
                  <p>
                    Set by lot {calibration.gasLot}, {grams(calibration.reference)}.
                  </p>
                )}
                <GasStep visit={visit} bottle={bottle} now={awaiting === 'calibrate'} show={show}>
                  <Button
                    variant={calibration === null ? 'filled' : 'default'}
                    loading={acting.isPending}
                    onClick={() => gas({ do: 'calibrate', ...bottle })}
                  >
                    {calibration === null ? 'Calibrate' : 'Calibrate again'}
                  </Button>
                </GasStep>
              </Step>
            )}
            {calibration === null ? null : (
              <Step title="Confirm twice" done={confirmed}>
                {confirmations.map((each) => (
                  <Result key={each.seq} gas={each} />
                ))}
                <GasStep visit={visit} bottle={bottle} now={awaiting === 'confirm'} show={show}>
                  {confirmed ? null : (
                    <Button
                      loading={acting.isPending}
                      onClick={() => gas({ do: 'confirm', reference: bottle.reference })}
                    >
                      Confirm {confirmations.length + 1} of {CONFIRMATIONS}
                    </Button>
                  )}
                </GasStep>
              </Step>
            )}
            {confirmed ? <Closing visit={visit} show={show} act={acting.mutate} busy={acting.isPending} /> : null}
          </>
        )}
        {inspection !== null && !sound ? <Removal visit={visit} show={show} /> : null}
      </ol>
    </>
  )
}

type OpeningProps = {
  readonly visit: BenchVisit
  readonly act: (act: Act) => void
  readonly busy: boolean
  readonly failed: unknown
}

/** The device has not opened the session, or its answer was lost. */
const Opening = ({ visit, act, busy, failed }: OpeningProps): ReactNode => (
  <Panel title="The session is not open yet">
    <p>
      {visit.refusal === null
        ? 'The device has not said that it opened the visit. The bench keeps asking it.'
        : 'Put right what the device refused, then open the session again.'}
    </p>
    {failed === null ? null : <Trouble cause={failed} what="Opening the session" />}
    <div>
      <Button loading={busy} onClick={() => act({ do: 'open' })}>
        Open the session
      </Button>
    </div>
  </Panel>
)

type StepProps = { readonly title: string; readonly done: boolean; readonly children: ReactNode }

const Step = ({ title, done, children }: StepProps): ReactNode => (
  <li data-done={done}>
    <Panel title={title} tone={done ? 'calm' : 'plain'} aside={<span>{done ? 'done' : ''}</span>}>
      {children}
    </Panel>
  </li>
)

const Inspection = ({ act }: { readonly act: (act: Act) => Promise<unknown> }): ReactNode => (
  <Form
    label="Inspection"
    send="Write it down"
    fields={() => [
      {
        kind: 'yes-no',
        name: 'sound',
        label: 'Handset, cable, seals and wiring',
        words: { yes: 'Sound', no: 'Not sound' },
      },
      { kind: 'text', name: 'notes', label: 'What you saw', optional: true, max: 200 },
    ]}
    onSend={async ({ sound, notes }) => {
      await act({ do: 'inspect', sound: sound === true, notes: typeof notes === 'string' ? notes : null })
    }}
  />
)

const inspectionWords = ({ sound, notes }: { readonly sound: boolean; readonly notes: string }): string =>
  `${sound ? 'Sound' : 'Not sound: an unsound device cannot be certified'}.${notes === '' ? '' : ` ${notes}`}`

const BottleForm = ({
  bottle,
  onPick,
}: {
  readonly bottle: Bottle | null
  readonly onPick: (picked: Bottle) => void
}) => (
  <Form
    label="The gas bottle"
    send="Use this bottle"
    fields={() => [
      { kind: 'text', name: 'gasLot', label: 'Lot number on the bottle', initial: bottle?.gasLot ?? '', max: 100 },
      {
        kind: 'whole-number',
        name: 'reference',
        label: 'Value on the bottle, in thousandths of g/210 L',
        hint: '40 for a bottle of 0.040 g/210 L.',
        min: 1,
        max: 999,
        initial: bottle === null ? '' : String(bottle.reference),
      },
    ]}
    onSend={async (body) => onPick(readBottle(body, 'bottle'))}
  />
)

const Tolerance = ({ next }: { readonly next: NonNullable<BenchVisit['next']> }): ReactNode => (
  <p>May differ from the bottle by {grams(next.toleranceMg)} at most.</p>
)

const Result = ({ gas: { reference, measured, within } }: { readonly gas: Gas }): ReactNode => (
  <p>
    Measured <strong>{grams(measured)}</strong> of {grams(reference)}: {within ? 'within the tolerance' : 'out of it'}.
  </p>
)

type GasProps = {
  readonly visit: BenchVisit
  readonly bottle: Bottle
  /** The device waits for gas. */
  readonly now: boolean
  readonly show: ShowVisit
  readonly children: ReactNode
}

/** While the device waits for gas: what to do, and at a virtual car the virtual bottle. */
function GasStep({ visit, bottle, now, show, children }: GasProps): ReactNode {
  const letting = useMutation({ mutationFn: () => letGasIn(visit.id, bottle.reference), onSuccess: show })
  if (!now) return <div>{children}</div>
  return (
    <>
      <p role="status">
        The device waits for gas. Let it flow into the handset for five seconds, without a break; the result comes by
        itself.
      </p>
      {letting.isError ? <Trouble cause={letting.error} what="The gas" /> : null}
      {letting.isPending ? <Waiting for="the gas; it flows" /> : null}
      {visit.virtual ? (
        <div>
          <Button loading={letting.isPending} onClick={() => letting.mutate()}>
            Let gas of {grams(bottle.reference)} in
          </Button>
        </div>
      ) : null}
    </>
  )
}

type ClosingProps = {
  readonly visit: BenchVisit
  readonly show: ShowVisit
  readonly act: (act: Act) => void
  readonly busy: boolean
}

/** Reset, next date, signature. */
function Closing({ visit, show, act, busy }: ClosingProps): ReactNode {
  const { session, next, lockedOut } = visit
  if (next === null) return <p>This bench does not know the law {visit.profile}; it cannot set a date under it.</p>
  const mayReset = next.mayReset.includes('tamper-indicator')
  return (
    <>
      <Step title="Reset" done={session?.reset === true}>
        <LawQuote law={next.mayResetLaw} />
        {session?.reset === true ? (
          <p>The tamper indicator is out.</p>
        ) : mayReset ? (
          <div>
            <Button variant="default" loading={busy} onClick={() => act({ do: 'reset' })}>
              Put the tamper indicator out
            </Button>
          </div>
        ) : (
          <p>The law lets no technician reset the tamper indicator.</p>
        )}
      </Step>
      <Step title="Next date and certificate" done={false}>
        <p>
          The certificate says what the device itself measured.{' '}
          {lockedOut ? 'It ends the lockout.' : 'It begins a new service period.'}
        </p>
        <DateForm
          label="Sign the certificate"
          send="Sign the certificate"
          next={next}
          before={[{ kind: 'fixed', name: 'visit', label: 'What', value: lockedOut ? 'lockout' : 'scheduled' }]}
          onSend={async (terms) => show(await certifyVisit(visit.id, terms))}
        />
      </Step>
    </>
  )
}

/** An unsound device can only be taken out. */
function Removal({ visit, show }: { readonly visit: BenchVisit; readonly show: ShowVisit }): ReactNode {
  const remove = useMutation({
    mutationFn: () => certifyVisit(visit.id, { visit: 'removal', dueOn: visit.next?.earliest }),
    onSuccess: show,
  })
  return (
    <Step title="Take the device out" done={false}>
      <p>An unsound device is replaced. The certificate of removal ends its service.</p>
      {remove.isError ? <Trouble cause={remove.error} what="The removal" /> : null}
      <div>
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          Sign the removal
        </Button>
      </div>
    </Step>
  )
}
