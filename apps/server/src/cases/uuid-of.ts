import { digestOf } from './judged.ts'

/** A UUID (version 8) that follows from the text. */
export function uuidOf(text: string): string {
  const hex = digestOf(text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
