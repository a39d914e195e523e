import { FACT_ACCESS } from '@keyturn/contract/fact-access.ts'
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Me } from '../../data/session.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'
import { FactForm } from './FactForm.tsx'
import { type FormKind, factForms, isFormKind } from './forms/all.ts'
import type { FactGroup } from './forms/fact-form.ts'
import type { FormCase } from './forms/form-case.ts'

type Props = {
  readonly caseId: string
  readonly me: Me
  readonly of: FormCase
  /** The number of facts that the person has before them. */
  readonly seen: number
  readonly onRecorded: () => Promise<void>
}

const groups: readonly FactGroup[] = [
  'Decisions',
  'Removal',
  'Violations and hearings',
  'Service',
  'Vehicles',
  'License',
  'Household and papers',
  'Other states',
  'Why and how long',
  'The record itself',
]

/** What each role records most. The rest is one press further away. */
const usual: Readonly<Record<string, readonly FactGroup[]>> = {
  driver: ['Violations and hearings', 'Removal', 'Service'],
  'authority-officer': ['Decisions', 'Violations and hearings', 'License'],
  technician: ['Service'],
  'vendor-operator': ['Service', 'Violations and hearings'],
}

/** The kinds of fact that the person's role may record. Whether the law allows one now is the server's to say. */
const kindsFor = (role: string): readonly FormKind[] =>
  Object.entries(FACT_ACCESS).flatMap(([kind, roles]) =>
    isFormKind(kind) && roles.some((one) => one === role) ? [kind] : [],
  )

/** What the person may record, by what it is about; one form is open at a time. */
export function ActionsPanel({ caseId, me, of, seen, onRecorded }: Props): ReactNode {
  const [open, setOpen] = useState<FormKind | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const own = me.role === 'driver'
  const kinds = kindsFor(me.role)
  if (kinds.length === 0) return null
  const titleOf = (kind: FormKind) => (own ? (factForms[kind].own ?? factForms[kind].title) : factForms[kind].title)
  const useful = kinds.filter((kind) => (factForms[kind].pointless?.(of) ?? null) === null)
  const shown = groups.filter((one) => useful.some((kind) => factForms[kind].group === one))
  const isUsual = (one: FactGroup) => usual[me.role]?.includes(one) ?? true
  const group = (one: FactGroup) => (
    <Group
      key={one}
      group={one}
      kinds={useful.filter((kind) => factForms[kind].group === one)}
      titleOf={titleOf}
      onOpen={(kind) => {
        setDone(null)
        setOpen(kind)
      }}
    />
  )
  return (
    <Panel title={own ? 'What I can do here' : 'Record a fact'}>
      {done === null ? null : (
        <p role="status" className={style['done']}>
          Recorded: {done}.
        </p>
      )}
      {open === null ? (
        <>
          {shown.filter(isUsual).map(group)}
          {shown.every(isUsual) ? null : (
            <details className={style['more']}>
              <summary>Something else</summary>
              <div>{shown.filter((one) => !isUsual(one)).map(group)}</div>
            </details>
          )}
        </>
      ) : (
        <FactForm
          key={open}
          caseId={caseId}
          kind={open}
          title={titleOf(open)}
          of={of}
          seen={seen}
          onCancel={() => setOpen(null)}
          onRecorded={async () => {
            // Said once the page shows what came of it.
            await onRecorded()
            setDone(titleOf(open))
            setOpen(null)
          }}
        />
      )}
    </Panel>
  )
}

type GroupProps = {
  readonly group: FactGroup
  readonly kinds: readonly FormKind[]
  readonly titleOf: (kind: FormKind) => string
  readonly onOpen: (kind: FormKind) => void
}

const Group = ({ group, kinds, titleOf, onOpen }: GroupProps): ReactNode => (
  <div className={style['group']}>
    <h3>{group}</h3>
    <ul>
      {kinds.map((kind) => (
        <li key={kind}>
          <Button variant="outline" onClick={() => onOpen(kind)}>
            {titleOf(kind)}
          </Button>
        </li>
      ))}
    </ul>
  </div>
)
