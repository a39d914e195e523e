/**
 * Passphrases: from a file, from the environment, or typed. Never an option's value, which others see in the list of
 * processes.
 */
import { Option } from 'commander'
import { badInput } from '../exit.ts'
import { readText } from '../read-file.ts'
import type { Terminal } from '../terminal.ts'

export type PassphraseOptions = { readonly passphraseFile?: string; readonly newPassphraseFile?: string }

export const passphraseOption = (): Option =>
  new Option(
    '--passphrase-file <file>',
    'file whose first line opens the key; else KEYTURN_PASSPHRASE, else it is asked',
  )
export const newPassphraseOption = (): Option =>
  new Option(
    '--new-passphrase-file <file>',
    'file whose first line seals the new key; else KEYTURN_NEW_PASSPHRASE, else it is asked twice',
  )

/** The passphrase that opens what is there. @throws Refusal when there is no way to get one */
export async function passphraseFor(what: string, options: PassphraseOptions, terminal: Terminal): Promise<string> {
  if (options.passphraseFile !== undefined) return firstLine(options.passphraseFile, terminal)
  const given = terminal.env['KEYTURN_PASSPHRASE']
  if (given !== undefined) return given
  if (terminal.askSecret === null)
    throw badInput(`the passphrase of ${what} is needed: give --passphrase-file, or set KEYTURN_PASSPHRASE.`)
  return terminal.askSecret(`Passphrase of ${what}: `)
}

/** A passphrase for something new; typed ones are asked twice. @throws Refusal as above, and when the two differ */
export async function newPassphraseFor(what: string, options: PassphraseOptions, terminal: Terminal): Promise<string> {
  if (options.newPassphraseFile !== undefined) return firstLine(options.newPassphraseFile, terminal)
  const given = terminal.env['KEYTURN_NEW_PASSPHRASE']
  if (given !== undefined) return given
  if (terminal.askSecret === null)
    throw badInput(`a passphrase for ${what} is needed: give --new-passphrase-file, or set KEYTURN_NEW_PASSPHRASE.`)
  const first = await terminal.askSecret(`New passphrase for ${what} (12 characters or more): `)
  if ((await terminal.askSecret('The same again: ')) === first) return first
  throw badInput('the two passphrases differ; nothing was written.')
}

async function firstLine(file: string, terminal: Terminal): Promise<string> {
  const [line = ''] = (await readText(file, terminal)).split(/\r?\n/)
  return line
}
