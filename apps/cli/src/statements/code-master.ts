/**
 * What a giver of telephone codes keeps: its master, sealed, and beside it how far each device's counter has come, so
 * that no code is given twice.
 */
import { randomBytes } from 'node:crypto'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { KeyFileRefused } from '@keyturn/contract/statements/seal.ts'
import { openSecret, sealSecret } from '@keyturn/contract/statements/secret-file.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { type CodeGiver, codeSecret } from '@keyturn/evidence/statement/keypad-code.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import { codeOf, fileFailure } from '@keyturn/store/failure.ts'
import { badInput } from '../exit.ts'
import { readText } from '../read-file.ts'
import type { Terminal } from '../terminal.ts'
import { writeNew } from './key-folder.ts'
import { newPassphraseFor, type PassphraseOptions, passphraseFor } from './passphrase.ts'

type With = { readonly options: PassphraseOptions; readonly terminal: Terminal }

/** A new master of 32 bytes, sealed. @throws Refusal when the file is there already */
export async function newMaster(file: string, giver: CodeGiver, { options, terminal }: With): Promise<void> {
  const passphrase = await newPassphraseFor(`the master of ${giver}`, options, terminal)
  const secret = base64Url(randomBytes(32))
  await writeNew(file, await refusing(file, () => sealSecret({ name: giver, secret }, passphrase)), 'secret')
}

/** The device's secret of this giver. @throws Refusal when the master does not open, or is another giver's */
export async function deviceSecret(
  file: string,
  { device, giver }: { readonly device: DeviceId; readonly giver: CodeGiver },
  { options, terminal }: With,
): Promise<Uint8Array> {
  const text = await readText(file, terminal)
  const passphrase = await passphraseFor(`the master of ${giver}`, options, terminal)
  const { name, secret } = await refusing(file, () => openSecret(text, passphrase))
  if (name !== giver) throw badInput(`${file} is the master of ${name}, not of ${giver}.`)
  const master = new Uint8Array(Buffer.from(secret, 'base64url'))
  return runSync(codeSecret({ master, device, giver }), nodeCrypto)
}

/** The counters beside a master: the last that was given to each device. */
const countersFile = (master: string): string => `${master}.counters.json`

/** The next counter of a device, which is noted before anybody hears the code. */
export async function takeCounter(master: string, device: DeviceId, given: number | undefined): Promise<number> {
  const file = countersFile(master)
  const known = await countersIn(file)
  const last = known[device] ?? 0
  const next = given ?? last + 1
  if (next <= last) throw badInput(`the device ${device} was given counter ${last} already; the next is ${last + 1}.`)
  const part = `${file}.part`
  try {
    await writeFile(part, `${JSON.stringify({ ...known, [device]: next }, null, 2)}\n`, { mode: 0o600 })
    await rename(part, file)
  } catch (error) {
    throw fileFailure(error, file)
  }
  return next
}

async function countersIn(file: string): Promise<{ readonly [device: string]: number }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw fileFailure(error, file)
  }
  const read = jsonIn(text)
  if (typeof read === 'object' && read !== null) {
    const entries = Object.entries(read).filter((each): each is [string, number] => Number.isSafeInteger(each[1]))
    if (entries.length === Object.keys(read).length) return Object.fromEntries(entries)
  }
  throw badInput(`${file} does not hold counters; without it, give --counter.`)
}

/** Adds this giver's secret to the device's file, which the car reads. For its owner's eyes alone. */
export async function addToSecrets(file: string, giver: CodeGiver, secret: Uint8Array): Promise<readonly string[]> {
  let known: { readonly [giver: string]: unknown } = {}
  try {
    const read = jsonIn(await readFile(file, 'utf8'))
    if (typeof read !== 'object' || read === null) throw badInput(`${file} does not hold secrets of a device.`)
    known = { ...read }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  const spelled = base64Url(secret)
  if (known[giver] !== undefined && known[giver] !== spelled)
    throw badInput(`${file} holds another secret of ${giver}: it is another device's, or of another master.`)
  const all = { ...known, [giver]: spelled }
  try {
    await writeFile(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
    await chmod(file, 0o600)
  } catch (error) {
    throw fileFailure(error, file)
  }
  return Object.keys(all)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function refusing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof KeyFileRefused ? badInput(`${file}: ${error.message}.`, error) : error
  }
}
