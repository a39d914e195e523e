/** The device's two secrets for telephone codes: made by their givers, who keep theirs in escrow. */
import { readFile, stat } from 'node:fs/promises'
import type { CodeGiver } from '@keyturn/evidence/statement/keypad-code.ts'
import { z } from 'zod'
import { BadOptions } from '../options.ts'

export type CodeSecrets = { readonly [G in CodeGiver]: Uint8Array }

/** 32 bytes in Base64url. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'wants 32 bytes in Base64url, 43 characters')
const File = z.strictObject({ authority: secret, vendor: secret })

/** Reads the file. @throws BadOptions when others may read it, or it is not as `docs/formats/keypad-code.md` has it. */
export async function codeSecretsIn(file: string): Promise<CodeSecrets> {
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0) throw new BadOptions(`${file} can be read by others than its owner; chmod 600 ${file}`)
  const read = File.safeParse(jsonIn(await readFile(file, 'utf8')))
  if (!read.success) throw new BadOptions(`${file} does not hold the two secrets for telephone codes`)
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  return { authority: bytes(read.data.authority), vendor: bytes(read.data.vendor) }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
