/** Whether a device's clock can be right, judged by its newest record and our own time. */
import { type Duration, days, type Instant, minutes } from '@keyturn/domain/units.ts'
import { readLines } from '@keyturn/evidence/read.ts'
import type { CheckedUpload } from '@keyturn/evidence/upload.ts'

/** A record may be this far ahead of us before the device's clock is called wrong. */
export const AHEAD_MAX: Duration = minutes(5)
/** A record may be this much older than the enrollment of its device: devices are tried out before it. */
export const BEFORE_ENROLLMENT_MAX: Duration = days(60)

/**
 * How far the device's newest record is from our time, in milliseconds; null when that is possible. Old records alone
 * prove nothing (the car may have been out of reach): only a moment before the device's own enrollment counts as past.
 */
export function clockOff(upload: CheckedUpload, enrolledAt: Instant, now: Instant): number | null {
  const at = newestMoment(upload)
  if (at === undefined) return null
  const ahead = at > now + AHEAD_MAX
  const impossiblyOld = at < enrolledAt - BEFORE_ENROLLMENT_MAX
  return ahead || impossiblyOld ? at - now : null
}

/** The moment of the last legible record of the last segment, or of its header. */
function newestMoment(upload: CheckedUpload): Instant | undefined {
  const last = upload.sealed.at(-1)?.segment
  if (last === undefined) return undefined
  const end = last.lines.length
  const start = last.lines.lastIndexOf(10, end - 2) + 1
  const only = {
    ...last,
    lines: last.lines.subarray(start),
    records: 1,
    header: { ...last.header, firstSeq: upload.head.lastSeq },
  }
  for (const line of readLines(only)) if (line.kind === 'record') return line.record.at
  return last.header.openedAt
}
