/**
 * The demo's made-up authority, laid out as in the world: keys of authorities and vendors as their offline machines
 * hold them with the masters of telephone codes, the technician's at the bench. Sealed with a passphrase that
 * everybody may know; the root is in no file.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PrivateJwk, sealKey } from '@keyturn/contract/statements/key-file.ts'
import { sealSecret } from '@keyturn/contract/statements/secret-file.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import type { MadeUpAuthority, Signatory } from '@keyturn/simulator/authority/authority.ts'

/** Opens every key of a demo. Nobody here exists, so it is no secret. */
export const DEMO_PASSPHRASE = 'keyturn demo'
const JURISDICTIONS = ['US-MA', 'US-ME'] as const
/** Whose devices both cars carry, and who works at the bench, in Worcester. */
const VENDOR = 'northgate'
const BENCH_CENTER = 'northgate-worcester'
const TECHNICIAN = 'rufus.alden'

/** A key and, for each authority that vouches for it, its credential. */
type Holder = {
  readonly keyFile: string
  readonly signatory: Signatory
  readonly credentials: readonly { readonly file: string; readonly signatory: Signatory }[]
}

/** Where a demo's keys lie. */
export const keysFolder = (dataDir: string): string => join(dataDir, 'keys')
export const benchFolder = (dataDir: string): string => join(dataDir, 'bench')

/** Writes what is missing, and every credential anew, since credentials run out. */
export async function layOutKeys(dataDir: string, authority: MadeUpAuthority, at: Instant): Promise<void> {
  for (const folder of [keysFolder(dataDir), benchFolder(dataDir)]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const holders = holdersIn(dataDir, authority)
  for (const { credentials } of holders)
    for (const { file, signatory } of credentials) write(file, signatory.credential(at))
  const keys = holders.map(({ keyFile, signatory }) => ({
    file: keyFile,
    seal: () => sealKey({ name: signatory.id, privateJwk: jwkOf(signatory) }, DEMO_PASSPHRASE),
  }))
  const masters = ['authority', VENDOR].map((name) => ({
    file: join(keysFolder(dataDir), `${name}.codes`),
    seal: () => sealSecret({ name, secret: base64Url(authority.master(name)) }, DEMO_PASSPHRASE),
  }))
  const missing = [...keys, ...masters].filter(({ file }) => !existsSync(file))
  await Promise.all(missing.map(async ({ file, seal }) => write(file, await seal())))
}

function holdersIn(dataDir: string, authority: MadeUpAuthority): readonly Holder[] {
  const inKeys = (name: string) => join(keysFolder(dataDir), name)
  const authorities = JURISDICTIONS.map((name): Holder => {
    const signatory = authority.authority(name)
    return { keyFile: inKeys(`${name}.key`), signatory, credentials: [{ file: inKeys(`${name}.txt`), signatory }] }
  })
  // One key, and a credential by each of the two authorities that approve it.
  const vouched = JURISDICTIONS.map((jurisdiction) => ({
    file: inKeys(`${VENDOR}-${jurisdiction}.txt`),
    signatory: authority.vendor(VENDOR, { jurisdiction }),
  }))
  const vendor: Holder = {
    keyFile: inKeys(`${VENDOR}.key`),
    signatory: authority.vendor(VENDOR, { jurisdiction: JURISDICTIONS[0] }),
    credentials: vouched,
  }
  const technician = authority.technician(TECHNICIAN, {
    jurisdiction: JURISDICTIONS[0],
    vendor: VENDOR,
    center: BENCH_CENTER,
  })
  const atBench = (ending: string) => join(benchFolder(dataDir), `technician.${ending}`)
  const bench: Holder = {
    keyFile: atBench('key'),
    signatory: technician,
    credentials: [{ file: atBench('txt'), signatory: technician }],
  }
  return [...authorities, vendor, bench]
}

const jwkOf = ({ publicKey, seed }: Signatory): PrivateJwk => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: publicKey,
  d: base64Url(seed),
})

/** Whole or not at all: a bench may be reading. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
