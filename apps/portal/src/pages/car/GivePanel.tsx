import type { Instant } from '@keyturn/domain/units.ts'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { ownNow } from '../../data/clock.ts'
import { asFile, carriedIn } from '../../relief/carried.ts'
import { statementIn } from '../../relief/standing.ts'
import { publicTitle } from '../../relief/words.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { PublicFacts } from '../orders/PublicFacts.tsx'
import { giveStatement } from './link.ts'
import type { LinkState } from './link-state.ts'
import style from './Relief.module.css'

/** A phone whose clock is off by more than this is told so. */
const CLOCK_OFF_MS = 3_600_000

/** Hands an order to the car: one that was carried here behind the `#` of the address, a file, or pasted text. */
export function GivePanel({ state }: { readonly state: LinkState }): ReactNode {
  const { hash, pathname } = useLocation()
  const navigate = useNavigate()
  const carried = carriedIn(hash)
  const brought = carried === null || carried === 'unreadable' ? '' : carried.file
  const [text, setText] = useState(brought)
  const give = useMutation({ mutationFn: giveStatement })
  const { reset } = give
  // The address is used up when it was read: going back must not give the order a second time.
  useEffect(() => {
    if (brought === '') return
    setText(brought)
    reset()
    void navigate(pathname, { replace: true })
  }, [brought, navigate, pathname, reset])
  const file = asFile(text)
  return (
    <Panel title="Give an order to this car" tone={file === '' ? 'plain' : 'calm'}>
      {carried === 'unreadable' ? (
        <p role="alert">The order in the address was cut off or changed on the way. Open it again from your phone.</p>
      ) : null}
      {file === '' ? (
        <Ways onText={setText} />
      ) : (
        <>
          <Brought file={file} />
          <ClockNote at={state.at} zone={state.timeZone} />
          <div className={style['buttons']}>
            <Button loading={give.isPending} onClick={() => give.mutate(file)}>
              Give it to the car
            </Button>
            <Button
              variant="subtle"
              onClick={() => {
                setText('')
                reset()
              }}
            >
              Put it away
            </Button>
          </div>
        </>
      )}
      {give.isError ? <Refusal cause={give.error} /> : null}
      {give.data === undefined ? null : (
        <div role="status" className={style['answer']} data-good={give.data.outcome === 'accepted'}>
          <strong>{give.data.outcome === 'accepted' ? 'The car has taken it.' : 'The car does not take it.'}</strong>
          <p>{give.data.words}</p>
        </div>
      )}
    </Panel>
  )
}

/** What was brought, read and not yet believed: the car decides. */
function Brought({ file }: { readonly file: string }): ReactNode {
  const statement = statementIn(file)
  if (statement === null) return <p role="alert">This is no signed statement, or a part of it is missing.</p>
  if (statement.kind !== 'order' && statement.kind !== 'outage')
    return (
      <p>
        A signed statement of the kind “{statement.kind}”, {statement.id}, about {statement.subject}.
      </p>
    )
  return (
    <>
      <h3>{publicTitle(statement)}</h3>
      <PublicFacts of={statement} />
      <p className={style['soft']}>This is what the file says. The car checks the signatures when you give it.</p>
    </>
  )
}

function ClockNote({ at, zone }: { readonly at: Instant; readonly zone: string }): ReactNode {
  const own = ownNow()
  if (Math.abs(own - at) <= CLOCK_OFF_MS) return null
  return (
    <p className={style['soft']}>
      The car’s clock shows <Moment at={at} zone={zone} />, this phone’s <Moment at={own} zone={zone} />. The car
      decides by its own.
    </p>
  )
}

function Ways({ onText }: { readonly onText: (text: string) => void }): ReactNode {
  const id = useId()
  return (
    <>
      <p>An order that moves dates works without any network: bring it on your phone, as a file, or as text.</p>
      <div className={style['field']}>
        <label htmlFor={`${id}-file`}>The file of an order</label>
        <input
          id={`${id}-file`}
          type="file"
          accept=".txt,text/plain"
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? []
            void chosen?.text().then(onText)
          }}
        />
      </div>
      <div className={style['field']}>
        <label htmlFor={`${id}-text`}>Or its text</label>
        <textarea
          id={`${id}-text`}
          rows={2}
          spellCheck={false}
          onPaste={(event) => {
            event.preventDefault()
            onText(event.clipboardData.getData('text'))
          }}
          onBlur={({ currentTarget }) => onText(currentTarget.value)}
        />
      </div>
    </>
  )
}
