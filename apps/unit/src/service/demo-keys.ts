/**
 * A made-up authority, vendor and technician for the demonstration and for tests. Their keys are made on the spot and
 * live in the data folder; credentials are signed anew for the moment they are needed.
 */
import { createPublicKey } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { newPrivateKeyPem, publicKeyFromPem } from '@keyturn/contract/crypto/node.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { hasCode } from '@keyturn/local/disk/node-disk.ts'
import { z } from 'zod'
import { CAPABILITIES, type Capability, secondsOf, TYPES } from './credentials.ts'
import { sign, type Technician } from './technician.ts'

const Keys = z.strictObject({ root: z.string(), vendor: z.string(), technician: z.string() })
/** Private keys in PEM (PKCS 8). */
export type DemoKeys = z.infer<typeof Keys>

const VENDOR = 'demo-vendor'
const DAY_S = 86_400

export const newDemoKeys = (): DemoKeys => ({
  root: newPrivateKeyPem(),
  vendor: newPrivateKeyPem(),
  technician: newPrivateKeyPem(),
})

/** The demonstration's keys in the folder, made there if there are none. Readable by their owner only. */
export async function demoKeysIn(folder: string): Promise<DemoKeys> {
  const file = path.join(folder, 'demo-keys.json')
  try {
    return Keys.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (!hasCode(error, 'ENOENT'))
      throw new Error(`${file} does not hold the demonstration’s keys; delete it`, { cause: error })
  }
  const keys = newDemoKeys()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify(keys)}\n`, { mode: 0o600, flag: 'wx' })
  return keys
}

/** Raw public key in Base64url, as credentials and the pinned root carry it. */
export const publicHalf = (privateKeyPem: string): string =>
  Buffer.from(
    publicKeyFromPem(createPublicKey(privateKeyPem).export({ format: 'pem', type: 'spki' }).toString()),
  ).toString('base64url')

export type DemoTerms = {
  readonly at: Instant
  readonly id?: string
  readonly center?: string
  readonly capabilities?: readonly Capability[]
  /** Life of the technician's credential, which begins a minute before `at`. */
  readonly days?: number
}

/** The demonstration's technician with credentials that are good at `at`. */
export async function demoTechnician(keys: DemoKeys, terms: DemoTerms): Promise<Technician> {
  const { at, id = 'demo-technician', center = 'demo-service-center', capabilities = CAPABILITIES, days = 30 } = terms
  const s = secondsOf(at)
  const vendor = await sign(TYPES.vendor, keys.root, {
    iss: 'demo-authority',
    sub: VENDOR,
    name: 'Demonstration vendor',
    key: publicHalf(keys.vendor),
    iat: s,
    nbf: s - 60,
    exp: s + 365 * DAY_S,
    jti: `vendor-${s}`,
  })
  const technician = await sign(TYPES.technician, keys.vendor, {
    iss: VENDOR,
    sub: id,
    center,
    capabilities,
    key: publicHalf(keys.technician),
    iat: s,
    nbf: s - 60,
    exp: s - 60 + days * DAY_S,
    jti: `technician-${s}`,
  })
  return { id, center, privateKeyPem: keys.technician, credential: { vendor, technician } }
}
