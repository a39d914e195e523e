import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './root.mjs'
import { say } from './say.mjs'

const checkoutLock = path.join(root, 'dist/.lock')
const askAgainMs = 200

/**
 * Runs `work` while no other process of this checkout does: two installs or two builds at once would spoil each other.
 * A lock whose owner has died is taken over.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} lockPath
 * @returns {Promise<T>}
 */
export async function alone(work, lockPath = checkoutLock) {
  mkdirSync(path.dirname(lockPath), { recursive: true })
  const release = () => rmSync(lockPath, { force: true })
  for (let told = false; !take(lockPath); told = true) {
    if (!told)
      say(`Waiting for another Keyturn command of this folder to finish building (process ${owner(lockPath)}) …`)
    await pause(askAgainMs)
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function take(lockPath) {
  try {
    writeFileSync(lockPath, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isAlive(owner(lockPath))) rmSync(lockPath, { force: true })
    return false
  }
}

function owner(lockPath) {
  try {
    return Number(readFileSync(lockPath, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid) {
  // An empty file is a lock in the moment of being written.
  if (pid === 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
