/** For tests: a car, a bench and a made-up authority, each a process or a folder of its own. No server exists. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sealKey } from '@keyturn/contract/statements/key-file.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import type { Program } from '@keyturn/local/testing/child-program.ts'
import { type MadeUpAuthority, madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { type Running as RunningUnit, startProcess } from '@keyturn/unit/unit-process.ts'
import { BenchClient } from '../client.ts'
import { CREDENTIAL_FILE, KEY_FILE } from '../keys/technician.ts'
import type { UnattendedOptions, VisitPlan } from '../unattended.ts'
import { type RunningBench, startBenchProcess } from './bench-process.ts'

export const PASSPHRASE = 'correct horse battery'
export const TECHNICIAN = { jurisdiction: 'US-MA', vendor: 'northgate', center: 'northgate-worcester' } as const

/** A bench's process, and the way to talk to it. */
export type OpenBench = BenchClient & { readonly running: RunningBench }
export type Programs = { readonly unit: Program; readonly bench: Program }

export class BenchWorld {
  readonly authority: MadeUpAuthority = madeUpAuthority('bench')
  readonly folder: string
  readonly #programs: Programs
  readonly #now: Instant
  readonly #running: { kill(): Promise<void> }[] = []

  private constructor(programs: Programs, folder: string, now: Instant) {
    this.#programs = programs
    this.folder = folder
    this.#now = now
  }

  static async begin(programs: Programs, now: Instant): Promise<BenchWorld> {
    return new BenchWorld(programs, await mkdtemp(path.join(tmpdir(), 'keyturn-bench-')), now)
  }

  /** A car of the vendor's, in which breath and gas take no time. */
  async unit(device = 'KT-MA-0001', more: { readonly [name: string]: string } = {}): Promise<RunningUnit> {
    const unit = await startProcess(this.#programs.unit, {
      KEYTURN_DEVICE: device,
      KEYTURN_PROFILE: TECHNICIAN.jurisdiction,
      KEYTURN_DATA: path.join(this.folder, device),
      KEYTURN_ROOT_KEY: this.authority.root,
      KEYTURN_VENDOR: TECHNICIAN.vendor,
      KEYTURN_DEMO: '1',
      KEYTURN_PACE: 'instant',
      KEYTURN_LOG: 'error',
      ...more,
    }).ready
    this.#running.push(unit)
    return unit
  }

  /** A laptop's folder with a technician's sealed key and credential. */
  async laptop(name = 'laptop', technician: { readonly id?: string; readonly vendor?: string } = {}): Promise<string> {
    const { id = 'tech-7', vendor = TECHNICIAN.vendor } = technician
    const folder = path.join(this.folder, name)
    const signatory = this.authority.technician(id, { ...TECHNICIAN, vendor, center: `${vendor}-worcester` })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const privateJwk = { kty: 'OKP', crv: 'Ed25519', x: signatory.publicKey, d: base64Url(signatory.seed) } as const
    await writeFile(path.join(folder, KEY_FILE), await sealKey({ name: signatory.id, privateJwk }, PASSPHRASE))
    await writeFile(path.join(folder, CREDENTIAL_FILE), signatory.credential(this.#now))
    return folder
  }

  /** The bench on a laptop, unlocked. */
  async bench(folder: string, more: { readonly [name: string]: string } = {}): Promise<OpenBench> {
    const running = await startBenchProcess(this.#programs.bench, {
      KEYTURN_DATA: folder,
      KEYTURN_ROOT_KEY: this.authority.root,
      KEYTURN_LOG: 'error',
      ...more,
    }).ready
    this.#running.push(running)
    const client = new BenchClient(running.url)
    await client.unlock(PASSPHRASE)
    return Object.assign(client, { running })
  }

  async end(): Promise<void> {
    for (const each of this.#running.splice(0)) await each.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A plan with the gas of the virtual bottle. */
export const PLAN: VisitPlan = {
  gasLot: 'L-77',
  reference: 40,
  notes: 'clean',
  visit: null,
  dueOn: null,
  gas: true,
}

/** The device measures a moment after the gas has flowed. */
const MEASURED_AFTER_MS = 4_500

/** What an unattended visit of this car needs: where a hand would wait, the car's own time passes. */
export const unattended = (bench: BenchClient, car: RunningUnit): UnattendedOptions => ({
  bench,
  plan: PLAN,
  wait: async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ do: 'advance', ms: MEASURED_AFTER_MS })
    await fetch(`${car.url}/link/clock`, { method: 'POST', headers, body })
  },
})
