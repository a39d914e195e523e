import type { ReactNode } from 'react'
import type { Finding } from '../../data/status.ts'
import { Panel } from '../../ui/Panel.tsx'
import { FindingGroup } from './FindingGroup.tsx'
import style from './FindingsPanels.module.css'

type Props = {
  readonly findings: readonly Finding[]
  /** Findings that stand in full further up. */
  readonly told: readonly string[]
  readonly zone: string
}
type Class = Finding['class']

const held: readonly Class[] = ['lockout', 'violations-reset', 'violation']
const open: readonly Class[] = ['for-a-person', 'integrity']

/** What is held against the driver, what is not, and what a person decides: three lists that never mix. */
export function FindingsPanels({ findings, told, zone }: Props): ReactNode {
  const of = (classes: readonly Class[]) => findings.filter((finding) => classes.includes(finding.class)).toReversed()
  const notHeld = of(['not-held'])
  const undecided = of(open)
  const standing = (finding: Finding) => finding.endedAt === null && !told.includes(finding.id)
  return (
    <>
      <Panel title="Held against you">
        {of(held).length === 0 ? (
          <p>Nothing. No lockout and no violation is on record.</p>
        ) : (
          <List groups={of(held).map((one) => [one])} zone={zone} isOpen={standing} />
        )}
      </Panel>
      <Panel title="Not held against you" tone={notHeld.length === 0 ? 'plain' : 'calm'}>
        <p>
          Power, the car, the device and the provider can fail. What they cause is shown and kept apart from your
          record.
        </p>
        {notHeld.length === 0 ? (
          <p>Nothing of that kind has happened.</p>
        ) : (
          <List groups={groupsOf(notHeld)} zone={zone} isOpen={() => false} />
        )}
      </Panel>
      {undecided.length === 0 ? null : (
        <Panel title="A person looks at this">
          <p>The machine does not decide these. Until a person has, they are not held against you.</p>
          <List groups={groupsOf(undecided)} zone={zone} isOpen={standing} />
        </Panel>
      )}
    </>
  )
}

/** Newest first, never empty. */
export type Group = readonly [Finding, ...Finding[]]

type ListProps = {
  readonly groups: readonly Group[]
  readonly zone: string
  readonly isOpen: (finding: Finding) => boolean
}

const List = ({ groups, zone, isOpen }: ListProps): ReactNode => (
  <ul className={style['findings']}>
    {groups.map((group) => (
      <li key={group[0].id}>
        <FindingGroup group={group} zone={zone} open={isOpen(group[0])} />
      </li>
    ))}
  </ul>
)

/** The same thing again and again is one line with a count: a cold week must not bury what matters. */
function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const group = groups.get(finding.title)
    if (group === undefined) groups.set(finding.title, [finding])
    else group.push(finding)
  }
  return [...groups.values()]
}
