import type { ReactNode } from 'react'
import type { CaseAssessment } from '../../data/cases.ts'
import { dayWords } from '../../ui/day-words.ts'
import { Panel } from '../../ui/Panel.tsx'
import style from './Case.module.css'

/** Whose case it is. */
export const ParticipantPanel = ({ of: { participant } }: { readonly of: CaseAssessment }): ReactNode =>
  participant === null ? null : (
    <Panel title={participant.name}>
      <dl className={style['pairs']}>
        <Pair name="License" value={`${participant.license.state} ${participant.license.number}`} />
        <Pair name="Born on" value={dayWords(participant.bornOn)} />
        <Pair
          name="Address"
          value={`${participant.address.street}, ${participant.address.city}, ${participant.address.state} ${participant.address.postalCode}`}
        />
        <Pair name="E-mail" value={participant.email ?? 'None'} />
        <Pair name="Telephone" value={participant.telephone ?? 'None'} />
      </dl>
    </Panel>
  )

const Pair = ({ name, value }: { readonly name: string; readonly value: string }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)
