import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Panel } from '../ui/Panel.tsx'
import { Shell } from '../ui/Shell.tsx'

/** An address that leads nowhere. */
export function NowherePage(): ReactNode {
  return (
    <Shell title="Not found">
      <Panel title="There is no page at this address" level={1}>
        <p>
          The address may have been cut off. <Link to="/">Go to the start page</Link>.
        </p>
      </Panel>
    </Shell>
  )
}
