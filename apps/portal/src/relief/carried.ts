/** What was carried to a page behind the `#` of its address, or pasted there. */
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { fromBase64Url } from '@keyturn/evidence/statement/wire.ts'
import { CARRY_MARK } from './carry.ts'

/** The file behind the `#`; null when there is none, `unreadable` when it was cut off or changed on the way. */
export function carriedIn(hash: string): { readonly file: string } | 'unreadable' | null {
  if (!hash.startsWith(CARRY_MARK)) return null
  const bytes = fromBase64Url(hash.slice(CARRY_MARK.length))
  const file = bytes === undefined ? undefined : fromUtf8(bytes)
  return file === undefined || file === '' ? 'unreadable' : { file }
}

/** What was pasted, as a file: line ends as they are wanted, nothing around. */
export const asFile = (pasted: string): string =>
  pasted
    .split(/\s+/)
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('')
