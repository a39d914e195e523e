import type { ReactNode } from 'react'
import type { MatrixField } from '../../data/rehearsal.ts'
import { Moment } from '../../ui/Moment.tsx'
import { ownZone } from '../../ui/own-zone.ts'
import { Panel, type Tone } from '../../ui/Panel.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Tag } from '../case/Tag.tsx'
import style from './Rehearsal.module.css'
import { actWords, channelWords, giverWords } from './words.ts'

/** May it (law), can it (device), was it rehearsed: for each law, kind of device, act and channel. */
export function MatrixPanel({ of }: { readonly of: readonly MatrixField[] }): ReactNode {
  const groups = new Map<string, MatrixField[]>()
  for (const field of of) groups.set(groupOf(field), [...(groups.get(groupOf(field)) ?? []), field])
  return (
    <Panel title="May it, can it, was it rehearsed">
      {groups.size === 0 ? <p>Nothing was rehearsed yet.</p> : null}
      {[...groups].map(([name, fields]) => (
        <details key={name} className={style['more']} open={groups.size === 1}>
          <summary>
            {name}: {fields[0]?.devices ?? 0} {fields[0]?.devices === 1 ? 'device' : 'devices'}
          </summary>
          <Matrix name={name} fields={fields} />
        </details>
      ))}
    </Panel>
  )
}

const groupOf = ({ profile, model, firmware }: MatrixField): string =>
  [profile, model === '' ? 'model not known' : model, firmware === '' ? 'software not known' : firmware].join(', ')

const Matrix = ({ name, fields }: { readonly name: string; readonly fields: readonly MatrixField[] }): ReactNode => (
  <Scroll label={name}>
    <table className={style['table']}>
      <caption className="visually-hidden">{name}</caption>
      <thead>
        <tr>
          <th scope="col">Act and channel</th>
          <th scope="col">May it</th>
          <th scope="col">Can it</th>
          <th scope="col">Rehearsed</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ act, channel, may, can, rehearsed }) => (
          <tr key={`${act} ${channel}`}>
            <th scope="row">
              {actWords(act)} <span className={style['soft']}>by {channelWords(channel)}</span>
            </th>
            <td>
              <Tag words={may.by.length === 0 ? 'No' : 'Yes'} tone={may.by.length === 0 ? 'urgent' : 'calm'} />{' '}
              {may.by.map(giverWords).join(', ')}
              <p className={style['soft']}>
                {may.words} {may.basis === 'assumed' ? `Assumed: ${may.law}` : may.law}
              </p>
            </td>
            <td>
              <Tag {...cans[can.answer]} />
              <p className={style['soft']}>{can.words}</p>
            </td>
            <td>
              {rehearsed === null ? (
                <Tag words="Never" tone="watch" />
              ) : (
                <>
                  <Tag {...outcomes[rehearsed.outcome]} />
                  <p className={style['soft']}>
                    <Moment at={rehearsed.at} zone={ownZone()} />. {rehearsed.words}
                  </p>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

type Said = { readonly words: string; readonly tone: Tone }
const cans: { readonly [A in MatrixField['can']['answer']]: Said } = {
  yes: { words: 'Yes', tone: 'calm' },
  no: { words: 'No', tone: 'urgent' },
  'not-known': { words: 'Not known', tone: 'watch' },
}
const outcomes: { readonly [O in NonNullable<MatrixField['rehearsed']>['outcome']]: Said } = {
  works: { words: 'Works', tone: 'calm' },
  refused: { words: 'Refused, as the law wants', tone: 'plain' },
  failed: { words: 'Failed', tone: 'urgent' },
}
