import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem, Unreachable } from '../data/http.ts'
import { Panel } from './Panel.tsx'
import { SignInFirst } from './SignInFirst.tsx'
import { troubleWords } from './trouble-words.ts'

type Props = {
  readonly cause: unknown
  /** What the page wanted: "the driver’s status". */
  readonly what: string
  readonly again?: () => void
}

/** Something could not be had: says what, why in the words of whoever refused, and offers the remedy. */
export function Trouble({ cause, what, again }: Props): ReactNode {
  if (cause instanceof Problem && (cause.status === 401 || cause.code === 'second-factor-required')) {
    return <SignInFirst what={what} problem={cause} />
  }
  return (
    <Panel tone="urgent" title={cause instanceof Unreachable ? 'No answer' : 'That did not work'} role="alert">
      <p>{troubleWords(cause, what)}</p>
      {again === undefined ? null : (
        <div>
          <Button onClick={again} variant="outline" color="red.9">
            Try again
          </Button>
        </div>
      )}
    </Panel>
  )
}
