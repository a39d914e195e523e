import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { typeCode } from './link.ts'
import type { LinkState } from './link-state.ts'
import style from './Relief.module.css'

const DIGITS = 12
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** The code that somebody reads over the telephone: twelve digits, typed on big keys. */
export function KeypadPanel({ state: { relief, timeZone, at } }: { readonly state: LinkState }): ReactNode {
  const id = useId()
  const [digits, setDigits] = useState('')
  const send = useMutation({ mutationFn: typeCode, onSuccess: () => setDigits('') })
  if (relief === null) return null
  const { wrong, heldUntil } = relief.keypad
  const held = heldUntil !== null && heldUntil > at
  const press = (digit: string) => {
    send.reset()
    setDigits((before) => (before + digit).slice(0, DIGITS))
  }
  return (
    <Panel title="Code from the telephone">
      <p>
        If no center can be reached, your provider or the authority can read you a code of twelve digits. It is made for
        this car, and works once, today or tomorrow.
      </p>
      <form
        aria-label="Code from the telephone"
        className={style['keypad']}
        onSubmit={(event) => {
          event.preventDefault()
          if (digits.length === DIGITS && !send.isPending) send.mutate(digits)
        }}
      >
        <div className={style['field']}>
          <label htmlFor={id}>The twelve digits</label>
          <input
            id={id}
            inputMode="numeric"
            autoComplete="off"
            className={style['digits']}
            value={inGroups(digits)}
            aria-describedby={`${id}-left`}
            disabled={held}
            onChange={({ currentTarget }) => {
              send.reset()
              setDigits(currentTarget.value.replaceAll(/\D/g, '').slice(0, DIGITS))
            }}
          />
          <p id={`${id}-left`}>
            {digits.length === DIGITS ? 'All twelve are there.' : `${DIGITS - digits.length} to go.`}
          </p>
        </div>
        <div className={style['keys']}>
          {KEYS.map((key) => (
            <Key key={key} words={key} disabled={held} onPress={() => press(key)} />
          ))}
          <Key words="Clear" disabled={held} onPress={() => setDigits('')} />
          <Key words="0" disabled={held} onPress={() => press('0')} />
          <Key words="Back" disabled={held} onPress={() => setDigits((before) => before.slice(0, -1))} />
        </div>
        <Button type="submit" size="lg" loading={send.isPending} disabled={held || digits.length < DIGITS}>
          Give the code to the car
        </Button>
      </form>
      {held ? (
        <p role="status">
          Too many wrong codes: the keypad takes none before <Moment at={heldUntil} zone={timeZone} />.
        </p>
      ) : wrong > 0 ? (
        <p role="status">
          {wrong} wrong {wrong === 1 ? 'code' : 'codes'} so far. After five the keypad waits a quarter of an hour.
        </p>
      ) : null}
      {send.isError ? <Refusal cause={send.error} /> : null}
      {send.data === undefined ? null : (
        <div role="status" className={style['answer']} data-good={send.data.outcome === 'accepted'}>
          <strong>{send.data.outcome === 'accepted' ? 'The code holds.' : 'The code does not help.'}</strong>
          <p>{send.data.words}</p>
        </div>
      )}
    </Panel>
  )
}

type KeyProps = { readonly words: string; readonly disabled: boolean; readonly onPress: () => void }

const Key = ({ words, disabled, onPress }: KeyProps): ReactNode => (
  <Button variant="default" size="lg" disabled={disabled} onClick={onPress}>
    {words}
  </Button>
)

/** `1234 5678 9012`, as it is read out. */
const inGroups = (digits: string): string => digits.replaceAll(/(\d{4})(?=\d)/g, '$1 ')
