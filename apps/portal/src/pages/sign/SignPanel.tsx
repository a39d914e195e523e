import { type Instant, instant } from '@keyturn/domain/units.ts'
import { Button } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import { ownNow } from '../../data/clock.ts'
import { type Posted, postStatement } from '../../data/signing.ts'
import { statementIn } from '../../relief/standing.ts'
import formStyle from '../../ui/form/Form.module.css'
import { Refusal } from '../../ui/form/Refusal.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { FileActions } from '../orders/FileActions.tsx'
import { PublicFacts } from '../orders/PublicFacts.tsx'
import type { Draft } from './draft.ts'
import style from './Sign.module.css'
import { NotSigned, signHere } from './sign.ts'

type Props = {
  readonly draft: Draft
  readonly root: string
  /** The server's clock when it was last heard, and this device's own then. */
  readonly heard: { readonly at: Instant; readonly own: Instant }
  readonly onPublished: (file: string) => void
}
type State =
  | { readonly is: 'asking' | 'signing' }
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'signed'; readonly file: string }

/** Signs with a sealed key in the page: key file, the key's statement, passphrase. Then publishes, when told to. */
export function SignPanel({ draft, root, heard, onPublished }: Props): ReactNode {
  const [state, setState] = useState<State>({ is: 'asking' })
  if (state.is === 'signed') return <Signed key={draft.id} file={state.file} id={draft.id} onPublished={onPublished} />
  const sign = async (given: Given) => {
    setState({ is: 'signing' })
    try {
      const at = instant(heard.at + (ownNow() - heard.own))
      setState({ is: 'signed', file: await signHere({ ...given, draft, root, at }) })
    } catch (cause) {
      setState({ is: 'wrong', why: cause instanceof NotSigned ? cause.message : String(cause) })
    }
  }
  return (
    <Panel title="Sign">
      <p>
        The key is opened in this page and forgotten when you leave it. Neither the key nor the passphrase is sent or
        stored anywhere.
      </p>
      <KeyForm busy={state.is === 'signing'} onSign={(given) => void sign(given)} />
      {state.is === 'wrong' ? (
        <p role="alert" className={formStyle['error']}>
          {state.why} Nothing was signed.
        </p>
      ) : null}
      {state.is === 'signing' ? <p role="status">Opening the key takes a moment: that is what protects it …</p> : null}
    </Panel>
  )
}

type Given = { readonly keyFile: string; readonly credential: string; readonly passphrase: string }

function KeyForm({ busy, onSign }: { readonly busy: boolean; readonly onSign: (given: Given) => void }): ReactNode {
  const id = useId()
  const [keyFile, setKeyFile] = useState('')
  const [credential, setCredential] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const ready = keyFile !== '' && credential !== '' && passphrase !== ''
  return (
    <form
      aria-label="Sign"
      className={formStyle['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || busy) return
        onSign({ keyFile, credential, passphrase })
        setPassphrase('')
      }}
    >
      <FileField id={`${id}-key`} label="Key file" hint="The sealed private key." onText={setKeyFile} />
      <FileField
        id={`${id}-credential`}
        label="Statement of the key"
        hint="The file that says whose key it is and what it may sign."
        onText={setCredential}
      />
      <div className={formStyle['field']}>
        <label htmlFor={`${id}-passphrase`}>Passphrase of the key</label>
        <input
          id={`${id}-passphrase`}
          type="password"
          autoComplete="off"
          value={passphrase}
          onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
        />
      </div>
      <div className={formStyle['actions']}>
        <Button type="submit" loading={busy} disabled={!ready}>
          Sign
        </Button>
      </div>
      {ready ? null : <p className={formStyle['hint']}>All three are needed to sign.</p>}
    </form>
  )
}

type FileFieldProps = {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly onText: (text: string) => void
}

const FileField = ({ id, label, hint, onText }: FileFieldProps): ReactNode => (
  <div className={formStyle['field']}>
    <label htmlFor={id}>{label}</label>
    <p id={`${id}-hint`} className={formStyle['hint']}>
      {hint}
    </p>
    <input
      id={id}
      type="file"
      aria-describedby={`${id}-hint`}
      onChange={({ currentTarget }) => {
        const [chosen] = currentTarget.files ?? []
        void (chosen?.text() ?? Promise.resolve('')).then(onText)
      }}
    />
  </div>
)

type SignedProps = { readonly file: string; readonly id: string; readonly onPublished: (file: string) => void }
type Publishing =
  | { readonly is: 'not-yet' | 'sending' }
  | { readonly is: 'refused'; readonly cause: unknown }
  | { readonly is: 'published'; readonly posted: Posted }

/** What was signed, shown before it is published: a signature cannot be taken back, but a file can stay here. */
function Signed({ file, id, onPublished }: SignedProps): ReactNode {
  const [state, setState] = useState<Publishing>({ is: 'not-yet' })
  const statement = statementIn(file)
  const publish = async () => {
    setState({ is: 'sending' })
    try {
      setState({ is: 'published', posted: await postStatement(file) })
      onPublished(file)
    } catch (cause) {
      setState({ is: 'refused', cause })
    }
  }
  return (
    <Panel tone="calm" title={state.is === 'published' ? 'Signed and published' : 'Signed, not published yet'}>
      {statement?.kind === 'order' || statement?.kind === 'outage' ? <PublicFacts of={statement} /> : null}
      {state.is === 'published' ? (
        <p role="status" className={style['done']}>
          {state.posted.words}
        </p>
      ) : (
        <div>
          <Button loading={state.is === 'sending'} onClick={() => void publish()}>
            Publish it
          </Button>
        </div>
      )}
      {state.is === 'refused' ? <Refusal cause={state.cause} /> : null}
      <FileActions id={id} file={file} open={false} />
    </Panel>
  )
}
