import { Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Assessment } from '../../data/status.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './CountsPanel.module.css'

/** How near each lockout rule is, counted since the last service visit. */
export function CountsPanel({ counts }: { readonly counts: Assessment['counts'] }): ReactNode {
  const begun = counts.filter(({ have }) => have > 0)
  if (begun.length === 0) return null
  return (
    <Panel title="Counted since your last service visit">
      <ul className={style['counts']}>
        {begun.map(({ rule, title, have, times }) => (
          <li key={rule}>
            <p>
              <span>{title}</span>
              <strong>
                {have} of {times}
              </strong>
            </p>
            <Progress
              value={Math.min(100, (have / times) * 100)}
              color={have >= times ? 'red.9' : 'keyturn'}
              aria-label={`${title}: ${have} of ${times}`}
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
