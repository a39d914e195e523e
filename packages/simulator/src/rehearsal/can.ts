/** What a device is able to: told by its firmware, since that is what listens at the link and the keypad. */
import type { MatrixField } from '@keyturn/contract/endpoints/rehearsal.ts'
import type { Path } from './paths.ts'

type Can = MatrixField['can']

/** Firmwares with the controller that is rehearsed in them. */
const OWN_FIRMWARE = /^keyturn-(?:unit|scenario) /

export const isOwn = (firmware: string): boolean => OWN_FIRMWARE.test(firmware)

/** `hasSecrets`: whether code secrets are in escrow; null where nobody told. */
export function canDo(
  { act, channel }: Path,
  {
    model,
    firmware,
    hasSecrets,
  }: { readonly model: string; readonly firmware: string; readonly hasSecrets: boolean | null },
): Can {
  if (act === 'visit' && firmware === '')
    return { answer: 'yes', words: 'Every device can be served by its own vendor.' }
  if (firmware === '') return { answer: 'not-known', words: 'The device never said which firmware it runs.' }
  if (!isOwn(firmware)) {
    const what = model === '' ? firmware : `${model} with ${firmware}`
    return act === 'visit'
      ? { answer: 'yes', words: 'Every device can be served by its own vendor.' }
      : { answer: 'no', words: `Nobody told that ${what} takes signed statements.` }
  }
  if (channel === 'telephone') {
    if (hasSecrets === null)
      return { answer: 'not-known', words: 'It has a keypad; nobody told whether its secrets are in escrow.' }
    return hasSecrets
      ? { answer: 'yes', words: 'It has a keypad, and its secrets are in escrow.' }
      : { answer: 'no', words: 'Its code secrets are not in escrow.' }
  }
  return { answer: 'yes', words: CHANNEL_WORDS[channel] }
}

const CHANNEL_WORDS = {
  mirror: 'It looks at its mirrors by itself whenever it has a network.',
  phone: 'The driver’s phone hands the bytes over on the car’s own link.',
  bench: 'A bench does the same.',
  qr: 'A phone reads the code from paper or a screen and hands the bytes over.',
} as const
