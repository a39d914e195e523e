import { webCrypto } from '@keyturn/contract/crypto/web.ts'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { readDeviceKey, readDeviceLog } from '../../data/devices.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { checkLog, type Report } from './check-log.ts'
import { DropZone } from './DropZone.tsx'
import { KeyField } from './KeyField.tsx'
import { type KeyText, readPublicKey } from './public-key.ts'
import { ReportView } from './ReportView.tsx'

type Chosen = { readonly name: string; readonly bytes: Uint8Array }
type Outcome =
  | { readonly is: 'nothing' }
  | { readonly is: 'checking' }
  | { readonly is: 'done'; readonly report: Report }
  | { readonly is: 'failed'; readonly cause: unknown }

/** Checks a log in the visitor's own browser. The file goes nowhere; without network it works just as well. */
export function VerifyPage(): ReactNode {
  const [file, setFile] = useState<Chosen | null>(null)
  const [keyText, setKeyText] = useState('')
  const [outcome, setOutcome] = useState<Outcome>({ is: 'nothing' })
  const key = readPublicKey(keyText)

  useEffect(() => {
    if (file === null) return
    const current = readPublicKey(keyText)
    if (current.kind === 'unreadable') return
    let stale = false
    setOutcome({ is: 'checking' })
    checkLog(file.bytes, current.kind === 'key' ? current.publicKey : null, webCrypto(crypto.subtle)).then(
      (report) => !stale && setOutcome({ is: 'done', report }),
      (cause: unknown) => !stale && setOutcome({ is: 'failed', cause }),
    )
    return () => {
      stale = true
    }
  }, [file, keyText])

  const { device, fetchIt, fetching } = useServersCopy(
    (log, publicKey) => {
      setKeyText(publicKey)
      setFile(log)
    },
    (cause) => setOutcome({ is: 'failed', cause }),
  )
  const take = async (chosen: File) => setFile({ name: chosen.name, bytes: new Uint8Array(await chosen.arrayBuffer()) })
  return (
    <Shell title="Verify a log">
      <h1>Verify a log</h1>
      <p>
        Every car signs its log. Choose a log file and this page checks each byte of it here, in your browser. The file
        is sent nowhere, and the page works without network.
      </p>
      <Panel>
        <DropZone taken={file?.name ?? null} take={take} failed={(cause) => setOutcome({ is: 'failed', cause })} />
        {device === null ? null : (
          <div>
            <Button variant="default" loading={fetching} onClick={fetchIt}>
              Take the log and key of {device} from this server
            </Button>
          </div>
        )}
        <KeyField text={keyText} read={key} change={setKeyText} />
      </Panel>
      <div aria-live="polite">
        <OutcomeView outcome={outcome} name={file?.name ?? ''} keyIs={key} />
      </div>
    </Shell>
  )
}

/** The driver’s page leads here with its device: log and key then come from the server, and are checked here too. */
function useServersCopy(taken: (log: Chosen, publicKey: string) => void, failed: (cause: unknown) => void) {
  const [search] = useSearchParams()
  const device = search.get('device')
  const fetched = useMutation({
    mutationFn: (of: string) => Promise.all([readDeviceLog(of), readDeviceKey(of)]),
    onSuccess: ([bytes, publicKey], of) => taken({ name: `${of}.log`, bytes }, publicKey),
    onError: failed,
  })
  return { device, fetching: fetched.isPending, fetchIt: () => device !== null && fetched.mutate(device) }
}

type ViewProps = { readonly outcome: Outcome; readonly name: string; readonly keyIs: KeyText }

function OutcomeView({ outcome, name, keyIs }: ViewProps): ReactNode {
  if (keyIs.kind === 'unreadable') return null
  switch (outcome.is) {
    case 'nothing':
      return null
    case 'checking':
      return <Waiting for={`the checks of ${name}`} />
    case 'failed':
      return <Trouble cause={outcome.cause} what={`The checks of ${name}`} />
    case 'done':
      return <ReportView report={outcome.report} name={name} />
    default:
      return outcome satisfies never
  }
}
