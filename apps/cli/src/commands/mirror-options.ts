/** Options of the commands about mirrors. */
import { Option } from 'commander'
import { badInput } from '../exit.ts'
import { keysOption, rootKeyOption } from '../statements/key-folder.ts'

export type MirrorOptions = { readonly keys: string; readonly rootKey?: string; readonly for: string }

/** Where the root's public key is found. */
export const trustOptions = (): readonly Option[] => [rootKeyOption(), keysOption()]

export const forOption = (): Option =>
  new Option('--for <jurisdiction>', 'whose list is wanted, such as US-MA').makeOptionMandatory().argParser((text) => {
    if (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(text)) return text
    throw badInput(`${text} is no jurisdiction: US-MA is one.`)
  })
