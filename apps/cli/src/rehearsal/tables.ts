/** A rehearsal as plain tables. */
import type { Gap, Help, MatrixField, Rehearsal, Stop } from '@keyturn/contract/endpoints/rehearsal.ts'

export function rehearsalText(told: Rehearsal): string {
  if (told.rehearsedAt === null) return 'No rehearsal was done yet.\n'
  return [
    `Rehearsed at ${told.rehearsedAt}: if nobody served them any more, for ${told.horizonDays} days.`,
    '',
    ...stopLines(told),
    '',
    ...matrixLines(told.matrix),
    '',
    ...gapLines(told.gaps),
    '',
  ].join('\n')
}

function stopLines({ stops, stopsLeftOut }: Rehearsal): readonly string[] {
  if (stops.length === 0) return ['No car is installed.']
  const lines = stops.flatMap((stop) => [
    `${dayOf(stop)}  ${stop.device.padEnd(16)} ${stop.vendor.padEnd(12)} ${stop.why}`,
    ...helpLines(stop.helps),
  ])
  return ['STOPS ON    DEVICE           VENDOR', ...lines, ...more(stopsLeftOut, 'cars')]
}

const dayOf = ({ isStopped, stopsOn }: Stop): string => (isStopped ? 'STOPPED   ' : (stopsOn ?? 'runs on   '))

function helpLines(helps: readonly Help[]): readonly string[] {
  const gone = helps.filter(({ whenVendorGone }) => whenVendorGone)
  const serverDown = helps.filter(({ whenVendorGone }) => !whenVendorGone)
  if (gone.length === 0)
    return ['            NOBODY could lawfully help without the vendor.', ...serverDown.map(helpLine)]
  return [...gone, ...serverDown].map(helpLine)
}

const helpLine = ({ act, who, channels, whenVendorGone }: Help): string =>
  `            ${whenVendorGone ? 'vendor gone' : 'server down'}: ${WORDS[act]} by ${who.join(', ')} (${channels.join(', ')})`

const WORDS: { readonly [A in Help['act']]: string } = {
  order: 'a tolling order',
  override: 'a signed override',
  visit: 'a visit',
  rescue: 'a rescue visit',
  'extension-code': 'a code for days',
  'override-code': 'a code to start',
}

function matrixLines(matrix: readonly MatrixField[]): readonly string[] {
  const kinds = [...new Set(matrix.map(kindOf))]
  return kinds.flatMap((kind) => {
    const fields = matrix.filter((field) => kindOf(field) === kind)
    return [
      `${kind}  ${fields[0]?.devices ?? 0} device(s)`,
      '  ACT             CHANNEL    MAY                         CAN        REHEARSED',
      ...fields.map(fieldLine),
    ]
  })
}

const kindOf = ({ profile, model, firmware }: MatrixField): string =>
  `${profile}, ${model === '' ? 'model not known' : model}, ${firmware === '' ? 'firmware not known' : firmware}`

function fieldLine({ act, channel, may, can, rehearsed }: MatrixField): string {
  const by = may.by.length === 0 ? 'nobody' : may.by.join(', ')
  const basis = may.basis === 'assumed' ? `${by} (assumed)` : by
  const done = rehearsed === null ? 'never' : `${rehearsed.at.slice(0, 10)} ${rehearsed.outcome}`
  return `  ${act.padEnd(15)} ${channel.padEnd(10)} ${basis.padEnd(27)} ${can.answer.padEnd(10)} ${done}`
}

function gapLines(gaps: readonly Gap[]): readonly string[] {
  if (gaps.length === 0) return ['No gap was found.']
  return gaps.flatMap(({ kind, jurisdiction, words, next, devices, devicesLeftOut }) => [
    `GAP  ${jurisdiction} ${kind}: ${words}`,
    `     ${next}`,
    `     ${devices.join(', ')}${devicesLeftOut === 0 ? '' : ` and ${devicesLeftOut} more`}`,
  ])
}

const more = (n: number, what: string): readonly string[] => (n === 0 ? [] : [`and ${n} more ${what}`])
