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
import { CREDENTIAL_FILE, KEY_FILE } from '../keys/technician.ts'
import { type RunningBench, startBenchProcess } from './bench-process.ts'

export const PASSPHRASE = 'correct horse battery'
export const TECHNICIAN = { jurisdiction: 'US-MA', vendor: 'northgate', center: 'northgate-worcester' } as const

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
  async bench(folder: string, more: { readonly [name: string]: string } = {}): Promise<BenchClient> {
    const running = await startBenchProcess(this.#programs.bench, {
      KEYTURN_DATA: folder,
      KEYTURN_ROOT_KEY: this.authority.root,
      KEYTURN_LOG: 'error',
      ...more,
    }).ready
    this.#running.push(running)
    const client = new BenchClient(running)
    await client.post('unlock', { passphrase: PASSPHRASE })
    return client
  }

  async end(): Promise<void> {
    for (const each of this.#running.splice(0)) await each.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** What the bench answered instead: its problem's code and words. */
export class BenchRefused extends Error {
  override readonly name = 'BenchRefused' as const
  readonly code: string
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}

/** A visit as the bench tells it, as far as tests look at it. */
export type ToldVisit = {
  readonly id: string
  readonly device: string
  readonly awaiting: string | null
  readonly refusal: { readonly code: string; readonly words: string } | null
  readonly next: { readonly latest: string } | null
  readonly session: {
    readonly inspection: object | null
    readonly asFound: { readonly measured: number } | null
    readonly calibration: object | null
    readonly confirmations: readonly object[]
    readonly reset: boolean
  } | null
  readonly certificate: { readonly certificate: string; readonly file: string } | null
  readonly end: { readonly how: string; readonly words: string; readonly certificate: string | null } | null
  readonly sent: readonly { readonly server: string; readonly state: string; readonly words: string }[]
}

export class BenchClient {
  readonly running: RunningBench
  constructor(running: RunningBench) {
    this.running = running
  }

  /** The bench's process was killed under it, or it refused. @throws BenchRefused, TypeError. */
  async post<T = unknown>(way: string, body: object = {}): Promise<T> {
    return this.#read(
      await fetch(`${this.running.url}/bench/${way}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  }

  async get<T = unknown>(way: string): Promise<T> {
    return this.#read(await fetch(`${this.running.url}/bench/${way}`))
  }

  begin = (unit: string, rescue: string | null = null) => this.post<ToldVisit>('visits', { unit, rescue })
  install = (unit: string, dueOn: string) => this.post<ToldVisit>('install', { unit, dueOn })
  act = (id: string, act: object) => this.post<ToldVisit>(`visits/${id}/act`, act)
  gas = (id: string, brac: number) => this.post<ToldVisit>(`visits/${id}/gas`, { brac })
  look = (id: string) => this.post<ToldVisit>(`visits/${id}/look`)
  visit = (id: string) => this.get<ToldVisit>(`visits/${id}`)

  async #read<T>(response: Response): Promise<T> {
    const body: unknown = await response.json()
    if (response.ok) return body as T // What a test reads of it, the test checks.
    const { code, detail } = body as { code: string; detail: string } // Every refusal of the bench has both.
    throw new BenchRefused(code, detail)
  }
}
