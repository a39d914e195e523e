import { readStatement } from '@keyturn/evidence/statement/read-statement.ts'
import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { chainOf } from '@keyturn/evidence/statement/write-statement.ts'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { dayWords } from '../../ui/day-words.ts'
import { LawQuote } from '../../ui/LawQuote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { FileCode } from '../orders/FileCode.tsx'
import style from './Bench.module.css'
import { certificateAddress } from './bench.ts'
import type { BenchVisit } from './bench-state.ts'
import { grams } from './grams.ts'

type Props = { readonly visit: BenchVisit; readonly file: string }
type Certificate = StatementOf<'certificate'>

const KINDS: { readonly [V in Certificate['visit']]: string } = {
  scheduled: 'Scheduled visit',
  lockout: 'Visit after a lockout',
  removal: 'Removal of the device',
}

/** The certificate for the driver: on paper with its code, as a file, in plain words. */
export function CertificatePaper({ visit, file }: Props): ReactNode {
  const certificate = certificateIn(file)
  if (certificate === null) return <p role="alert">The certificate cannot be read. Its text is kept at this bench.</p>
  return (
    <article className={style['paper']} aria-label="Certificate of the visit">
      <Panel title="Certificate of service" aside={<span>{certificate.id}</span>}>
        <dl className={style['facts']}>
          {rowsOf(certificate, visit).map(([what, value]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {visit.next === null || certificate.visit === 'removal' ? null : <LawQuote law={visit.next.law} />}
        <FileCode file={file} label={`QR code of certificate ${certificate.id}`} />
        <p className={style['soft']}>
          Signed by {certificate.issuer}. The code is the whole signed file: anybody can check it without asking
          anybody, and the device has recorded this certificate.
        </p>
        <details className={style['more']} data-screen="true">
          <summary>The text of the file</summary>
          <pre className={style['file']}>{file}</pre>
        </details>
        <div className={style['buttons']} data-screen="true">
          <Button onClick={() => window.print()}>Print a copy</Button>
          <Button
            component="a"
            variant="default"
            href={certificateAddress(visit.id)}
            download={`${certificate.id}.txt`}
          >
            Save the file
          </Button>
        </div>
      </Panel>
    </article>
  )
}

function rowsOf(certificate: Certificate, visit: BenchVisit): readonly (readonly [string, ReactNode])[] {
  const { inspection, asFound, calibration, asLeft, resets } = certificate
  return [
    ['Device', certificate.subject],
    ['What', KINDS[certificate.visit]],
    ['When', <Moment key="when" at={certificate.issuedAt} zone={visit.timeZone} />],
    ['Where', certificate.center],
    ['Technician', certificate.issuer],
    [
      'Inspection',
      `${inspection.sound ? 'Sound' : 'Not sound'}${inspection.notes === '' ? '' : `: ${inspection.notes}`}`,
    ],
    ['As found', asFound === null ? 'not checked' : `${grams(asFound.measured)} of ${grams(asFound.reference)}`],
    ['Calibration', calibration === null ? 'none' : `gas lot ${calibration.gasLot}, ${grams(calibration.reference)}`],
    ['As left', asLeft.length === 0 ? 'not confirmed' : asLeft.map(({ measured }) => grams(measured)).join(', ')],
    ['Reset', resets.length === 0 ? 'nothing' : resets.join(', ').replaceAll('-', ' ')],
    ['Log', `up to record ${certificate.logSeq}`],
    ...(certificate.visit === 'removal'
      ? []
      : [['Next visit', <strong key="next">by the end of {dayWords(certificate.dueOn)}</strong>] as const]),
  ]
}

function certificateIn(file: string): Certificate | null {
  const read = readStatement(chainOf(file).at(-1) ?? '')
  return read.kind === 'parsed' && read.value.kind === 'certificate' ? read.value : null
}
