/** A real unit with a car, a made-up authority's root and the secrets for telephone codes. There is no server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { KeypadCode } from '@keyturn/domain/relief.ts'
import { deviceId, type Instant, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'

const DEVICE = deviceId('KT-MA-0001')
const VENDOR = 'northgate'
const SEED = 'pages of relief'

export const authority = madeUpAuthority(SEED)

/** As much of a unit as these tests need. */
type Running = { readonly url: string; readonly close: () => Promise<void> }
type Start<U extends Running> = (options: ReturnType<typeof optionsOf>, parts: { readonly log: Quiet }) => Promise<U>
type Quiet = { readonly info: () => void; readonly error: () => void }

const quiet: Quiet = { info: () => {}, error: () => {} }

const optionsOf = (folder: string, secrets: string, portalFolder: string) => ({
  device: DEVICE,
  profile: massachusetts,
  dataFolder: folder,
  copyFolder: path.join(folder, 'copy'),
  port: 0,
  endpoints: [],
  receiptKeys: [],
  rootKey: authority.root,
  vendor: VENDOR,
  model: 'KT-200',
  region: 'Worcester',
  mirrors: [],
  mirrorsEveryMs: 900_000,
  codeSecretsFile: secrets,
  demoAuthority: SEED,
  clockOffsetMs: 0,
  portalFolder,
  demo: true,
  pace: 'instant' as const,
  uploadEveryMs: 60_000,
  retryMaxMs: 60_000,
})

export async function reliefCar<U extends Running>(startUnit: Start<U>, portalFolder: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-relief-car-'))
  const secrets = path.join(folder, 'code-secrets.json')
  const { authority: own, vendor } = authority.codeSecrets(DEVICE, VENDOR)
  writeFileSync(secrets, JSON.stringify({ authority: base64Url(own), vendor: base64Url(vendor) }), { mode: 0o600 })
  const unit = await startUnit(optionsOf(folder, secrets, portalFolder), { log: quiet })
  return {
    unit,
    url: unit.url,
    /** Twelve digits that the authority reads out at the moment. */
    code: (code: KeypadCode, at: Instant) =>
      runSync(makeCode({ secret: own, device: DEVICE, code, on: civilDateOf(at, 'UTC') }), nodeCrypto),
    close: async () => {
      await unit.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Order = Extract<StatementBody, { readonly kind: 'order' }>

/** An order of the made-up authority, signed an hour before the moment, for dates of the next two months. */
export function orderFile(at: Instant, over: Partial<Order> = {}, jurisdiction = 'US-MA', id?: string): string {
  const today = civilDateOf(at, massachusetts.timeZone)
  const hourAgo = instant(Math.floor(at / 1_000) * 1_000 - 3_600_000)
  return authority.authority(jurisdiction).sign(
    {
      kind: 'order',
      supersedes: null,
      scope: {
        jurisdiction,
        vendors: null,
        models: null,
        firmwares: null,
        regions: null,
        functions: ['service-visit'],
      },
      interval: { from: addDays(today, -7), until: today },
      due: { from: addDays(today, -7), until: addDays(today, 60) },
      moves: { kind: 'days', days: 10 },
      capDays: 30,
      staggerDays: 0,
      reason: 'The servers of Northgate Interlock do not answer.',
      ...over,
    },
    { at: hourAgo, cites: ['540 CMR 25.06(3)'], ...(id === undefined ? {} : { id }) },
  )
}
