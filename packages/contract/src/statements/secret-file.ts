/** A secret of telephone codes at rest: the master of a giver, sealed with a passphrase like a key. */
import { z } from 'zod'
import { KeyFileRefused, seal, unseal } from './seal.ts'

const FILE_BYTES_MAX = 8_192
const SecretFile = z.strictObject({
  format: z.literal('keyturn.org/secret-file/1'),
  name: z.string().min(1).max(100),
  sealed: z.string(),
})
const Sealed = z.strictObject({ name: z.string(), secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })

/** The text of a secret file. `secret` is 32 bytes in Base64url. @throws KeyFileRefused for a weak passphrase */
export async function sealSecret(
  { name, secret }: { readonly name: string; readonly secret: string },
  passphrase: string,
): Promise<string> {
  const sealed = await seal(JSON.stringify(Sealed.parse({ name, secret })), passphrase)
  return `${JSON.stringify(SecretFile.parse({ format: 'keyturn.org/secret-file/1', name, sealed }), null, 2)}\n`
}

/** Opens a secret file. @throws KeyFileRefused: not a secret file, a wrong passphrase, damaged */
export async function openSecret(
  text: string,
  passphrase: string,
): Promise<{ readonly name: string; readonly secret: string }> {
  const { name, sealed } = readSecretFile(text)
  const opened = Sealed.parse(JSON.parse(await unseal(sealed, passphrase)))
  if (opened.name !== name)
    throw new KeyFileRefused(`the sealed secret is ${opened.name}'s, and the file says ${name}`, { code: 'malformed' })
  return opened
}

function readSecretFile(text: string): z.infer<typeof SecretFile> {
  try {
    if (text.length <= FILE_BYTES_MAX) return SecretFile.parse(JSON.parse(text))
  } catch (error) {
    throw new KeyFileRefused('this is not a Keyturn secret file', { code: 'malformed', cause: error })
  }
  throw new KeyFileRefused('this is too long for a secret file', { code: 'malformed' })
}
