/** Keeps what a log says from steering the terminal it is shown on: control characters become visible signs. */
import type { Terminal } from './terminal.ts'

/** C0, DEL and C1. */
const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0)
const NEWLINE = 0x0a
const FORM_FEED = 0x0c

/** Lines for a terminal: newlines stay, and the form feeds that part the pages of a hard copy. */
export const legible = (text: string): string =>
  replaced(
    text,
    (code) => code !== NEWLINE && code !== FORM_FEED,
    () => '\ufffd',
  )

/** A text that is part of one line. */
export const oneLine = (text: string): string =>
  replaced(
    text,
    () => true,
    () => '\ufffd',
  )

/** JSON that no terminal obeys and that reads the same: `JSON.stringify` leaves DEL and C1 as they are. */
export const legibleJson = (json: string): string =>
  replaced(
    json,
    (code) => code >= 0x7f,
    (code) => `\\u${code.toString(16).padStart(4, '0')}`,
  )

/** The same terminal, for commands that show what others wrote. */
export const guarded = (terminal: Terminal): Terminal => ({
  ...terminal,
  out: (text) => terminal.out(legible(text)),
  err: (text) => terminal.err(legible(text)),
})

function replaced(text: string, which: (code: number) => boolean, by: (code: number) => string): string {
  let shown = ''
  for (const sign of text) {
    const code = sign.charCodeAt(0)
    shown += isControl(code) && which(code) ? by(code) : sign
  }
  return shown
}
