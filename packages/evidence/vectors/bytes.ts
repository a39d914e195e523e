/** Changes to the bytes of a log, line by line, for vectors that are wrong in one way. */
import { utf8 } from '../src/bytes.ts'

export function edit(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = decode(bytes)
  if (!text.includes(from)) throw new Error(`the log has no ${JSON.stringify(from)}`)
  return utf8(text.replace(from, to))
}

export function without(bytes: Uint8Array, line: number): Uint8Array {
  return relined(bytes, (lines) => lines.toSpliced(line - 1, 1))
}

export function twice(bytes: Uint8Array, line: number): Uint8Array {
  return relined(bytes, (lines) => lines.toSpliced(line - 1, 0, ...lines.slice(line - 1, line)))
}

export function swapped(bytes: Uint8Array, line: number): Uint8Array {
  return relined(bytes, (lines) => lines.toSpliced(line - 1, 2, ...lines.slice(line - 1, line + 1).reverse()))
}

function relined(bytes: Uint8Array, change: (lines: string[]) => string[]): Uint8Array {
  return utf8(change(decode(bytes).split('\n')).join('\n'))
}

export function textUpToBlank(segment: Uint8Array): string {
  const text = decode(segment)
  return text.slice(0, text.indexOf('\n\n') + 1)
}

export function signatureLineOf(segment: Uint8Array): string {
  return decode(segment).trimEnd().split('\n').at(-1) ?? ''
}

export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
