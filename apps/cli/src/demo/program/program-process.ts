/** The supervisor's side of filling the demo: a process of its own, so that leading lives keeps nobody waiting. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { environment } from '../../exit.ts'
import { SUPERVISED } from '../supervision.ts'

export type ProgramWord =
  /** Accounts, vendors and the cases of the running cars are there. */
  | { readonly program: 'ready' }
  | { readonly program: 'progress'; readonly done: number; readonly of: number }
  | { readonly program: 'failed'; readonly sentence: string }

export type ProgramSpec = {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  readonly say: (line: string) => void
}

export type RunningProgram = {
  readonly pid: number | undefined
  /** Resolves when every case is there; never when it ends before that. */
  readonly filled: Promise<void>
  readonly stop: () => Promise<void>
}

/** How often progress is told, in cases. */
const TELL_EVERY = 40

/** Resolves when what every page needs is there; the lives follow. @throws Refusal when it could not even begin */
export async function startProgram({ args, env, logFile, say }: ProgramSpec): Promise<RunningProgram> {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  const log = openSync(logFile, 'a', 0o600)
  const [, program = ''] = process.argv
  const flags = process.execArgv.filter((flag) => !flag.startsWith('--inspect'))
  const child = spawn(process.execPath, [...flags, program, ...args], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, ...env, [SUPERVISED]: '1' },
    detached: true,
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const filled = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      const word = readWord(message)
      if (word?.program === 'progress' && word.done === word.of) resolve()
    })
  })
  await untilReady(child, { logFile, say })
  return {
    pid: child.pid,
    filled,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

function untilReady(child: ChildProcess, { logFile, say }: Pick<ProgramSpec, 'logFile' | 'say'>): Promise<void> {
  return new Promise((resolve, reject) => {
    let told = 0
    child.on('message', (message) => {
      const word = readWord(message)
      if (word === undefined) return
      if (word.program === 'ready') resolve()
      else if (word.program === 'failed') {
        say(`The demo’s program could not be filled: ${word.sentence}`)
        reject(environment(`the demo’s program could not be begun: ${word.sentence}`))
      } else if (word.done === word.of || word.done - told >= TELL_EVERY) {
        told = word.done
        say(
          word.done === word.of
            ? `All ${word.of} cases of the program are there.`
            : `${word.done} of ${word.of} cases …`,
        )
      }
    })
    child.once('error', (error) =>
      reject(environment(`the demo’s program could not be started: ${error.message}.`, error)),
    )
    child.once('close', (code, signal) => {
      const how = signal ?? `exit code ${code}`
      reject(environment(`the demo’s program ended before it was ready (${how}); see ${logFile}.`))
    })
  })
}

function readWord(message: unknown): ProgramWord | undefined {
  if (typeof message !== 'object' || message === null || !('program' in message)) return undefined
  if (message.program === 'ready') return { program: 'ready' }
  if (message.program === 'failed' && 'sentence' in message)
    return { program: 'failed', sentence: String(message.sentence) }
  if (message.program !== 'progress' || !('done' in message) || !('of' in message)) return undefined
  return { program: 'progress', done: Number(message.done), of: Number(message.of) }
}
