import type { DeviceStatus } from '@keyturn/contract/endpoints/status.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Assessment } from '../../data/status.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Panel, type Tone } from '../../ui/Panel.tsx'

type Props = {
  readonly device: string
  readonly log: DeviceStatus['log']
  readonly receivedAt: Instant | null
  readonly integrity: Assessment['integrity']
  readonly notes: DeviceStatus['integrity']
  readonly zone: string
}

const states: { readonly [S in Assessment['integrity']['state']]: { readonly title: string; readonly tone: Tone } } = {
  sound: { title: 'Log verified', tone: 'calm' },
  doubtful: { title: 'Log verified, with a doubt', tone: 'watch' },
  broken: { title: 'The log does not fit together', tone: 'urgent' },
}

/** That the log is whole and whose signature says so; and the log itself, to keep and to check. */
export function ProofPanel({ device, log, receivedAt, integrity, notes, zone }: Props): ReactNode {
  const none = log.lastSeq === 0
  const { title, tone } = none ? { title: 'No log yet', tone: 'plain' as const } : states[integrity.state]
  return (
    <Panel title={title} tone={tone}>
      {none ? (
        <p>The server has received nothing from this device. The car keeps its records and sends them when it can.</p>
      ) : (
        <p>
          Every record up to <strong>number {log.lastSeq}</strong> is signed by the device
          {receivedAt === null ? null : (
            <>
              {' '}
              and arrived on <Moment at={receivedAt} zone={zone} />
            </>
          )}
          .
        </p>
      )}
      {notes.map((note) => (
        <p key={`${note.kind} ${note.reference}`}>{note.words}</p>
      ))}
      {none ? null : (
        <p>
          <Button
            component="a"
            href={`/v1/devices/${encodeURIComponent(device)}/log`}
            download={`${device}.log`}
            variant="outline"
          >
            Download my log
          </Button>{' '}
          <Button component={Link} to={`/verify?device=${encodeURIComponent(device)}`} variant="subtle">
            Check it yourself
          </Button>
        </p>
      )}
    </Panel>
  )
}
