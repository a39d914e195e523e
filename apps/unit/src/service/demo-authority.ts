/** The demonstration's made-up authority and its technician. Their keys follow from a seed that anybody may know. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Instant } from '@keyturn/domain/units.ts'
import type { TechnicianMay } from '@keyturn/evidence/statement/statement.ts'
import { hasCode } from '@keyturn/local/disk/node-disk.ts'
import type { MadeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { nonce } from '../chance.ts'
import type { Technician } from './technician.ts'

/** Whose technician comes to a device that was never told its vendor. */
const VENDOR = 'northgate'
const SEED_MAX = 200

/** The seed in the folder, made there if there is none. */
export async function demoSeedIn(folder: string): Promise<string> {
  const file = path.join(folder, 'authority-seed')
  try {
    const seed = (await readFile(file, 'utf8')).trim()
    if (seed !== '' && seed.length <= SEED_MAX) return seed
    throw new Error(`${file} does not hold the seed of the demonstration’s authority; delete it`)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  const seed = nonce()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(file, `${seed}\n`, { mode: 0o600, flag: 'wx' })
  return seed
}

export type DemoTerms = {
  readonly jurisdiction: string
  /** Empty: not told. */
  readonly vendor: string
  readonly at: Instant
  readonly id?: string
  readonly center?: string
  readonly may?: readonly TechnicianMay[]
  readonly rescue?: string | null
}

/** A technician of the made-up authority with a credential that is good at `at`. */
export function demoTechnician(authority: MadeUpAuthority, terms: DemoTerms): Technician {
  const { jurisdiction, at, id = 'demo-technician', center = 'demo-service-center', rescue = null } = terms
  const vendor = terms.vendor === '' ? VENDOR : terms.vendor
  const may = terms.may === undefined ? {} : { may: terms.may }
  const signatory = authority.technician(id, { jurisdiction, vendor, center, ...may })
  return { signatory, center, credential: signatory.credential(at), rescue }
}
