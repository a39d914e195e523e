import { recordInWords } from '@keyturn/contract/record-words.ts'
import type { Cause } from '@keyturn/domain/record.ts'
import type { Line } from '@keyturn/evidence/read.ts'
import type { ReactNode } from 'react'
import { Moment } from './Moment.tsx'
import style from './RecordList.module.css'

type Props = { readonly lines: readonly Line[]; readonly zone: string; readonly label: string }

/** Whose doing most records are: said only where it is another’s. */
const ordinary: readonly Cause[] = ['operator', 'device']

/** Records in words, in the order given. What a device signed and nobody can read is shown as it stands. */
export const RecordList = ({ lines, zone, label }: Props): ReactNode => (
  <ol className={style['records']} aria-label={label}>
    {lines.map((line) => (
      <li key={line.seq}>
        <span className={style['seq']}>
          <span className="visually-hidden">Record </span>
          {line.seq}
        </span>
        {line.kind === 'record' ? (
          <>
            <p>{recordInWords(line.record, zone)}</p>
            <p className={style['when']}>
              <Moment at={line.record.at} zone={zone} />
              {ordinary.includes(line.record.cause) ? null : ` · cause: ${line.record.cause}`}
            </p>
          </>
        ) : (
          <p>
            Not readable as a record: {line.what}. <code>{line.text}</code>
          </p>
        )}
      </li>
    ))}
  </ol>
)
