/** Whether the bytes of a paper are what its Content-Type says, as far as their beginning shows it. */
import type { DocumentType } from '@keyturn/contract/endpoints/documents.ts'

const BEGINS: { readonly [T in Exclude<DocumentType, 'text/plain'>]: readonly number[] } = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
}

/** Text is UTF-8 without control characters but tabs and line ends. */
const CONTROL = /[^\P{Cc}\t\n\r]/u

export function isOfType(type: DocumentType, bytes: Uint8Array): boolean {
  if (type !== 'text/plain') return BEGINS[type].every((byte, index) => bytes[index] === byte)
  try {
    return !CONTROL.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // Not UTF-8.
    return false
  }
}
