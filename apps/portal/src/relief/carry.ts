/** How a file gets from a phone into a car: behind the `#` of the car's own page, which no server ever sees. */
import { fromUtf8, utf8 } from '@keyturn/evidence/bytes.ts'
import { fromBase64Url } from '@keyturn/evidence/statement/wire.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'

const MARK = '#order='

/** The address that hands the file to the car. @throws TypeError when the car's address is none */
export const carryAddress = (car: string, file: string): string =>
  `${new URL('/car', car).href}${MARK}${base64Url(utf8(file))}`

/** The file behind the `#`; null when there is none, `unreadable` when it was cut off or changed on the way. */
export function carriedIn(hash: string): { readonly file: string } | 'unreadable' | null {
  if (!hash.startsWith(MARK)) return null
  const bytes = fromBase64Url(hash.slice(MARK.length))
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
