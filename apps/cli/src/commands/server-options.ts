/** How a command is told which server to ask, and with what credential. */
import { InvalidArgumentError, Option } from 'commander'

/** Where `keyturn demo` serves unless told otherwise. */
export const DEFAULT_PORT = 4600
export const DEFAULT_SERVER = `http://127.0.0.1:${DEFAULT_PORT}`

export const serverOption = (what: string): Option =>
  new Option('-s, --server <url>', what).argParser(readUrl).env('KEYTURN_SERVER')

export const tokenOption = (): Option =>
  new Option('--token <token>', 'operator token, where the server wants one').env('KEYTURN_TOKEN')

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text
  throw new InvalidArgumentError(`An address looks like ${DEFAULT_SERVER}.`)
}

/** A port to listen on; 0 takes any free one. */
export function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}
