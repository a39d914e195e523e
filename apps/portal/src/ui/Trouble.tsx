import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem, Unreachable } from '../data/http.ts'
import { Panel } from './Panel.tsx'

type Props = {
  readonly cause: unknown
  /** What the page wanted: "the driver’s status". */
  readonly what: string
  readonly again?: () => void
}

/** Something could not be had: says what, why in the words of whoever refused, and offers the remedy. */
export function Trouble({ cause, what, again }: Props): ReactNode {
  return (
    <Panel tone="urgent" title={cause instanceof Unreachable ? 'No answer' : 'That did not work'} role="alert">
      <p>{wordsFor(cause, what)}</p>
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

function wordsFor(cause: unknown, what: string): string {
  if (cause instanceof Unreachable) {
    return `We could not reach ${cause.whom}, so we cannot show ${what}. The car does not need this page to work. Check the connection, then try again.`
  }
  if (cause instanceof Problem) return `${cause.title}. ${cause.detail}`.trim()
  return `${what} could not be shown: ${cause instanceof Error ? cause.message : String(cause)}`
}
