import { type Instant, instant } from '@keyturn/domain/units.ts'
import { Button } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import { ownNow } from '../../data/clock.ts'
import { statementIn } from '../../relief/standing.ts'
import formStyle from '../../ui/form/Form.module.css'
import { Panel } from '../../ui/Panel.tsx'
import type { Draft } from './draft.ts'
import { nextList } from './list.ts'
import { type NewList, Signed } from './Signed.tsx'
import { type Given, NotSigned, openHere, type Signer } from './sign.ts'

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
  | { readonly is: 'signed'; readonly file: string; readonly list: NewList }

/** Signs with a sealed key in the page: key file, the key's statement, passphrase. Then publishes, when told to. */
export function SignPanel({ draft, root, heard, onPublished }: Props): ReactNode {
  const [state, setState] = useState<State>({ is: 'asking' })
  if (state.is === 'signed')
    return <Signed key={draft.id} file={state.file} list={state.list} id={draft.id} onPublished={onPublished} />
  const sign = async (given: Given) => {
    setState({ is: 'signing' })
    try {
      const at = instant(heard.at + (ownNow() - heard.own))
      const signer = await openHere(given, root, at)
      const file = await signer.sign(draft)
      setState({ is: 'signed', file, list: await listWith(signer, file) })
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

/** The next list of what is published, signed by the same key where it may; its failing spoils no signature. */
async function listWith({ speaker, sign }: Signer, file: string): Promise<NewList> {
  const statement = statementIn(file)
  if (statement === null || speaker.as !== 'authority' || !speaker.may.includes('publish'))
    return { is: 'missing', why: 'This key may not sign it: somebody whose key may publish has to.' }
  try {
    const draft = await nextList(statement, file)
    const number = draft.body.kind === 'index' ? draft.body.number : 0
    return { is: 'signed', file: await sign(draft), number }
  } catch (cause) {
    return { is: 'missing', why: `It could not be made: ${cause instanceof Error ? cause.message : String(cause)}.` }
  }
}

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
