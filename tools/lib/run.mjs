import { spawn } from 'node:child_process'
import { root } from './root.mjs'

const stayWithParent = new URL('stay-with-parent.mjs', import.meta.url).href
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** Ctrl-C reaches us twice, once from the terminal and once through npm; the child shall hear it once. */
const sameSignalMs = 500
/** A child that was asked to stop and has not done so by then is ended. */
const patienceMs = 30_000
/** How often to look whether npm is still there: the shell between npm and us does not pass its signals on. */
const parentCheckMs = 500

/**
 * Runs Node in the foreground until it ends, passing signals on. The child gets a process group of its own: a Ctrl-C in
 * the terminal then comes to us alone, and is handed on exactly once.
 *
 * @param {readonly string[]} args for `node`
 * @returns {Promise<number>} its exit code, 128 + signal number when a signal ended it
 */
export function runInForeground(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', stayWithParent, ...args], {
      stdio: 'inherit',
      detached: process.platform !== 'win32',
    })
    const lastAt = new Map()
    let patience
    const pass = (signal) => {
      const now = performance.now()
      if (now - (lastAt.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalMs) return
      lastAt.set(signal, now)
      child.kill(signal)
      patience ??= setTimeout(() => child.kill('SIGKILL'), patienceMs)
    }
    for (const signal of forwarded) process.on(signal, pass)
    const parent = process.ppid
    const underNpm = process.env.npm_lifecycle_event !== undefined
    const parentCheck = setInterval(() => {
      if (!underNpm || process.ppid === parent) return
      clearInterval(parentCheck)
      pass('SIGTERM')
    }, parentCheckMs)
    const leave = () => {
      clearTimeout(patience)
      clearInterval(parentCheck)
      for (const signal of forwarded) process.off(signal, pass)
    }
    child.once('error', (error) => {
      leave()
      reject(error)
    })
    child.once('close', (code, signal) => {
      leave()
      resolve(code ?? 128 + (signalNumbers[signal] ?? 0))
    })
  })
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/**
 * Runs a program with nothing on standard input, in the root folder unless told otherwise.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, live?: boolean, outputOnly?: boolean }} options `live` shows what it
 *   prints as it comes, on standard error; otherwise the text is kept and handed back, without what it wrote to its
 *   standard error when `outputOnly`
 * @returns {Promise<{ code: number, text: string }>}
 */
export function runToEnd(file, args, { cwd = root, env = process.env, live = false, outputOnly = false } = {}) {
  return new Promise((resolve, reject) => {
    const output = live ? process.stderr : 'pipe'
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', output, outputOnly ? 'inherit' : output] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part) => {
        text += part
      })
    }
    const stop = (signal) => child.kill(signal)
    for (const signal of forwarded) process.on(signal, stop)
    const leave = () => {
      for (const signal of forwarded) process.off(signal, stop)
    }
    child.once('error', (error) => {
      leave()
      reject(error)
    })
    child.once('close', (code, signal) => {
      leave()
      resolve({ code: code ?? 128 + (signalNumbers[signal] ?? 0), text })
    })
  })
}
