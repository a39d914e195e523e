import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { type Posted, postStatement } from '../../data/signing.ts'
import { statementIn } from '../../relief/standing.ts'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { FileActions } from '../orders/FileActions.tsx'
import { PublicFacts } from '../orders/PublicFacts.tsx'
import style from './Sign.module.css'

/** The list of what is published, signed in the same act; or why it is not. */
export type NewList =
  | { readonly is: 'signed'; readonly file: string; readonly number: number }
  | { readonly is: 'missing'; readonly why: string }

type Props = {
  readonly file: string
  readonly list: NewList
  readonly id: string
  readonly onPublished: (file: string) => void
}
type Publishing =
  | { readonly is: 'not-yet' | 'sending' }
  | { readonly is: 'refused'; readonly cause: unknown }
  | { readonly is: 'published'; readonly posted: Posted; readonly listed: boolean }

/** What was signed, shown before it is published: a signature cannot be taken back, but a file can stay here. */
export function Signed({ file, list, id, onPublished }: Props): ReactNode {
  const [state, setState] = useState<Publishing>({ is: 'not-yet' })
  const statement = statementIn(file)
  const publish = async () => {
    setState({ is: 'sending' })
    try {
      const posted = await postStatement(file)
      // The list comes second: it never names what is not there. Sending both again is answered the same.
      if (list.is === 'signed') await postStatement(list.file)
      setState({ is: 'published', posted, listed: list.is === 'signed' })
      onPublished(file)
    } catch (cause) {
      setState({ is: 'refused', cause })
    }
  }
  return (
    <Panel tone="calm" title={state.is === 'published' ? 'Signed and published' : 'Signed, not published yet'}>
      {statement?.kind === 'order' || statement?.kind === 'outage' ? <PublicFacts of={statement} /> : null}
      {statement?.kind === 'revocations' ? (
        <p>
          List {statement.number} of what was withdrawn, with {statement.revoked.length} entries.
        </p>
      ) : null}
      {state.is === 'published' ? (
        <p role="status" className={style['done']}>
          {state.posted.words}
          {state.listed && list.is === 'signed' ? ` Published: list number ${list.number}.` : ''}
        </p>
      ) : (
        <div>
          <Button loading={state.is === 'sending'} onClick={() => void publish()}>
            Publish it
          </Button>
        </div>
      )}
      {list.is === 'signed' ? null : (
        <p>
          The list of what is published does not name it yet. {list.why} Until then cars and phones do not find it at
          mirrors; a car to which it is carried knows it at once.
        </p>
      )}
      {state.is === 'refused' ? <Refusal cause={state.cause} /> : null}
      <FileActions id={id} file={file} open={false} what={statement?.kind === 'order' ? 'order' : 'file'} />
    </Panel>
  )
}
