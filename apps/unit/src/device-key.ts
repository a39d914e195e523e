/** The device's own key: made once, on the device, and never shown. */
import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { newPrivateKeyPem, signerFromPem } from '@keyturn/contract/crypto/node.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { hasCode } from '@keyturn/local/disk/node-disk.ts'

const OWNER_ONLY = 0o600

/** Reads the key in the data folder, or makes it there. The file can be read by its owner only. */
export async function deviceSigner(device: DeviceId, dataFolder: string): Promise<Signer> {
  const file = path.join(dataFolder, 'device.key')
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const pem = (await existing(file)) ?? (await made(file))
  try {
    return signerFromPem(deviceOrigin(device), pem)
  } catch (error) {
    throw new Error(`${file} holds no Ed25519 private key; put the device's own key back`, { cause: error })
  }
}

async function existing(file: string): Promise<string | undefined> {
  try {
    const pem = await readFile(file, 'utf8')
    await chmod(file, OWNER_ONLY)
    return pem
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function made(file: string): Promise<string> {
  const text = newPrivateKeyPem()
  // Exclusive: two units on one folder must not end up with two keys.
  const handle = await open(file, 'wx', OWNER_ONLY)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return text
}
