/** One process under the supervisor: started, told the time, stopped, and started again when it dies by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { counter, later } from '../clock.ts'
import { environment } from '../exit.ts'
import { type Order, readWord, SUPERVISED } from './supervision.ts'

export type ChildSpec = {
  /** As people call it: `the server`, `the car KT-MA-0001`. */
  readonly name: string
  /** Arguments for the program that runs now: `['serve', '--port', '4600']`. */
  readonly args: readonly string[]
  /** Asked for at every start, so that a new start gets the clock as it is then. */
  readonly env: () => Readonly<Record<string, string>>
  /** Its standard output and standard error. */
  readonly logFile: string
  readonly say: (line: string) => void
  /** It moved the world's clock by itself. */
  readonly onClock: (offsetMs: number) => void
  /** The program, with what Node needs for it; the one that runs now when it is left out. */
  readonly program?: readonly string[]
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 10_000
const ORDER_WITHIN_MS = 60_000
const RESTART_AFTER_MS = 500
const RESTART_AFTER_MAX_MS = 30_000
/** A child that ran this long had started well: the next wait is short again. */
const RAN_WELL_MS = 60_000

export class Child {
  readonly #spec: ChildSpec
  #process: ChildProcess | null = null
  /** Whether it should be running; a death while it should is unexpected. */
  #wanted = false
  /** Cancels the restart that waits; null when none does. */
  #restart: (() => void) | null = null
  #restartAfterMs = RESTART_AFTER_MS
  #order = 0
  readonly #awaited = new Map<number, () => void>()

  constructor(spec: ChildSpec) {
    this.#spec = spec
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  get running(): boolean {
    return this.#process !== null
  }

  /** Resolves when it is ready. @throws Refusal with its own sentence when it could not start */
  async start(): Promise<void> {
    this.#wanted = true
    this.#restart?.()
    this.#restart = null
    const child = this.#spawn()
    this.#process = child
    let readyAt: number | null = null
    child.once('close', (code, signal) => {
      this.#process = null
      if (readyAt === null || !this.#wanted) return
      if (counter() - readyAt > RAN_WELL_MS) this.#restartAfterMs = RESTART_AFTER_MS
      this.#died(signal ?? `exit code ${code}`)
    })
    try {
      await this.#untilReady(child)
      readyAt = counter()
    } catch (error) {
      await this.#end(child)
      throw error
    }
  }

  /** Resolves when it has ended. It is asked first, and ended by force when it does not listen. */
  async stop(): Promise<void> {
    this.#wanted = false
    this.#restart?.()
    this.#restart = null
    if (this.#process !== null) await this.#end(this.#process)
  }

  /** Ends it as a power cut would. It is not started again by itself. */
  async kill(): Promise<void> {
    this.#wanted = false
    this.#restart?.()
    this.#restart = null
    const child = this.#process
    if (child === null) return
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
    child.kill('SIGKILL')
    await gone
  }

  async #end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    child.kill('SIGTERM')
    const spare = later(STOP_WITHIN_MS, () => child.kill('SIGKILL'))
    await ended
    spare()
  }

  /** Tells it the world's clock, and waits until it has followed. One that does not run is told at its start. */
  async setClock(clockOffsetMs: number): Promise<void> {
    const child = this.#process
    if (child?.connected !== true) return
    this.#order += 1
    const order: Order = { clockOffsetMs, order: this.#order }
    await new Promise<void>((resolve, reject) => {
      const tooLate = `${this.#spec.name} did not follow the clock; see ${this.#spec.logFile}.`
      const cancel = later(ORDER_WITHIN_MS, () => finish(() => reject(environment(tooLate))))
      const gone = () => finish(resolve)
      const finish = (then: () => void) => {
        cancel()
        child.off('close', gone)
        this.#awaited.delete(order.order)
        then()
      }
      this.#awaited.set(order.order, gone)
      child.once('close', gone)
      child.send(order, (error) => {
        if (error !== null) finish(resolve)
      })
    })
  }

  #spawn(): ChildProcess {
    const { args, env, logFile, program = running() } = this.#spec
    // For their owner only: a log may name a driver.
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
    const log = openSync(logFile, 'a', 0o600)
    const child = spawn(process.execPath, [...program, ...args], {
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...env(), [SUPERVISED]: '1' },
      // A group of its own: Ctrl-C in a terminal comes to the supervisor alone, which stops things in order.
      detached: true,
    })
    closeSync(log)
    return child
  }

  #untilReady(child: ChildProcess): Promise<void> {
    const { name, logFile } = this.#spec
    return new Promise((resolve, reject) => {
      const notReady = `${name} was not ready within a minute; see ${logFile}.`
      const cancel = later(READY_WITHIN_MS, () => reject(environment(notReady)))
      child.on('message', (message) => {
        const word = readWord(message)
        if (word === undefined) return
        if ('done' in word) this.#awaited.get(word.done)?.()
        else if ('clockOffsetMs' in word) this.#spec.onClock(word.clockOffsetMs)
        else if ('failed' in word) reject(environment(word.failed.sentence))
        else {
          cancel()
          resolve()
        }
      })
      child.once('error', (error) => {
        cancel()
        reject(environment(`${name} could not be started: ${error.message}.`, error))
      })
      child.once('close', (code, signal) => {
        cancel()
        const how = signal ?? `exit code ${code}`
        reject(environment(`${name} ended before it was ready (${how}); see ${logFile}.`))
      })
    })
  }

  #died(how: string): void {
    const { name, logFile, say } = this.#spec
    const waitMs = this.#restartAfterMs
    this.#restartAfterMs = Math.min(2 * waitMs, RESTART_AFTER_MAX_MS)
    say(`${capital(name)} ended unexpectedly (${how}; more in ${logFile}). Starting it again in ${waitMs / 1_000} s.`)
    this.#restart = later(waitMs, () => {
      this.#restart = null
      this.start().then(
        () => say(`${capital(name)} runs again.`),
        (error: unknown) => {
          if (this.#wanted) this.#died(error instanceof Error ? error.message : String(error))
        },
      )
    })
  }
}

/** The program as it was started itself: one bundle, or the sources under a loader. */
function running(): readonly string[] {
  const [, program = ''] = process.argv
  return [...process.execArgv.filter((flag) => !flag.startsWith('--inspect')), program]
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
