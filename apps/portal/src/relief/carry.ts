/** How a file gets from a phone into a car: behind the `#` of the car's own page, which no server ever sees. */
import { toBase64, utf8 } from '@keyturn/evidence/bytes.ts'

export const CARRY_MARK = '#order='

/** The address that hands the file to the car. @throws TypeError when the car's address is none */
export function carryAddress(car: string, file: string): string {
  const spelled = toBase64(utf8(file)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${new URL('/car', car).href}${CARRY_MARK}${spelled}`
}
