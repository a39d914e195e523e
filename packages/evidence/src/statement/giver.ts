/**
 * In whose name relief reaches a device, once its statement is verified: the device's own authority, its own vendor, or
 * another vendor whom the authority sent to the rescue.
 */
import type { ReliefGiver } from '@keyturn/domain/relief.ts'
import type { Speaker, StatementOf } from './statement.ts'

/** What a device knows of itself that this hangs on. */
export type Served = { readonly jurisdiction: string; readonly vendor: string }
export type Given = { readonly kind: 'by'; readonly by: ReliefGiver } | { readonly kind: 'not'; readonly why: string }

/** Whether the speaker may speak to this device, and as whom. `rescue`: a verified rescue, where one was shown. */
export function giverFor(speaker: Speaker, served: Served, rescue: StatementOf<'rescue'> | null): Given {
  if (speaker.as === 'root') return not('the root signs keys, no relief')
  if (speaker.jurisdiction !== served.jurisdiction)
    return not(`it comes from ${speaker.jurisdiction}, and this device is under ${served.jurisdiction}`)
  if (speaker.as === 'authority') return { kind: 'by', by: 'authority' }
  const vendor = speaker.as === 'vendor' ? speaker.id : speaker.vendor
  if (vendor === served.vendor) return { kind: 'by', by: 'vendor' }
  if (rescue === null) return not(`it comes from vendor ${vendor}, and this device is of ${served.vendor}`)
  const wrong = whyNoRescue(rescue, speaker, served)
  return wrong === null ? { kind: 'by', by: 'rescue' } : not(wrong)
}

/**
 * Why the rescue does not let this speaker serve the device, in a sentence; null when it does. Another vendor means one
 * of another owner: what ended the one may have ended its sister.
 */
export function whyNoRescue(
  { subject, serves, servesGroup, centers }: StatementOf<'rescue'>,
  speaker: Extract<Speaker, { readonly as: 'vendor' | 'technician' }>,
  served: Served,
): string | null {
  const vendor = speaker.as === 'vendor' ? speaker.id : speaker.vendor
  if (speaker.jurisdiction !== served.jurisdiction) return `${vendor} is approved by ${speaker.jurisdiction}`
  if (serves !== served.vendor) return `the rescue is of devices of ${serves}, and this one is of ${served.vendor}`
  if (subject !== vendor) return `the rescue is given to ${subject}, not to ${vendor}`
  if (speaker.group === servesGroup) return `${vendor} has the same owner as ${serves}: ${servesGroup}`
  if (speaker.as === 'technician' && centers !== null && !centers.includes(speaker.center))
    return `the rescue does not name the center ${speaker.center}`
  return null
}

const not = (why: string): Given => ({ kind: 'not', why })
