import type { ReactNode } from 'react'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Because } from './Because.tsx'
import style from './FindingsPanels.module.css'
import type { Group } from './FindingsPanels.tsx'

type Props = { readonly group: Group; readonly zone: string; readonly open: boolean }

/** How many records a group names; all of them are in the list day by day. */
const FACTS_MAX = 8

/** One finding, or the same one several times: what it means, the records behind it, the law, other readings of it. */
export function FindingGroup({ group, zone, open }: Props): ReactNode {
  const [newest] = group
  const { title, since, endedAt, effect, law, consequences, interpretations, derived } = newest
  const facts = group.flatMap((finding) => finding.because)
  return (
    <details open={open}>
      <summary>
        <span>{group.length === 1 ? title : `${title}, ${group.length} times`}</span>
        <small>
          {group.length === 1 ? null : 'last '}
          <Moment at={since} zone={zone} />
          {endedAt === null ? null : (
            <>
              , closed <Moment at={endedAt} zone={zone} />
            </>
          )}
        </small>
      </summary>
      <div>
        <p>{effect}</p>
        <Because facts={facts.slice(0, FACTS_MAX)} zone={zone} />
        {facts.length <= FACTS_MAX ? null : <p>{facts.length - FACTS_MAX} more stand in the list day by day.</p>}
        <LawQuote law={law} />
        {consequences.map((one) => (
          <div key={one.words}>
            <p>{one.words}</p>
            <LawQuote law={one.law} />
          </div>
        ))}
        {derived === null ? null : (
          <p>
            The calendar says so: the device has not been heard since <Moment at={derived.notHeardSince} zone={zone} />.
          </p>
        )}
        {interpretations.map((one) => (
          <p key={one.id} className={style['reading']}>
            <strong>{one.question}</strong> We read: {one.ourReading} The other reading: {one.otherReading}
          </p>
        ))}
      </div>
    </details>
  )
}
