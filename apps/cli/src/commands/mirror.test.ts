import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { days, instant, parseInstant } from '@keyturn/domain/units.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Of } from '../mirror/mirror-folder.ts'
import { keyturn } from '../told-terminal.ts'

const NOW = parseInstant('2026-03-22T12:00Z') ?? instant(0)
const world = madeUpAuthority('mirrors')
const authority = world.authority('US-MA')
const own = authority.credential(NOW)
const kestrel = world.vendor('kestrel', { jurisdiction: 'US-MA' }).credential(NOW)

let folder: string
let served: Server
let url: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyturn-mirror-'))
  served = createServer((request, response) => {
    try {
      response.end(readFileSync(path.join(folder, path.normalize(request.url ?? ''))))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve))
  // A server that listens on an address has one.
  url = `http://127.0.0.1:${(served.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => served.close(resolve))
  rmSync(folder, { recursive: true })
})

const told = (...args: readonly string[]) =>
  keyturn(['mirror', ...args, ...(args[0] === 'list' ? [] : ['--root-key', world.root])], { now: NOW })
const fileNamed = (name: string, text: string): string => {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}
/** Lists what `keyturn mirror list` made of the files. */
async function signedList(number: number, names: readonly string[], lasts = days(14)): Promise<string> {
  const { out } = await told('list', ...names, '--number', String(number))
  const { files } = JSON.parse(out)
  return authority.sign({ kind: 'index', number, files }, { at: NOW, lasts })
}
const inFolder = (name: string, ...args: readonly string[]) => path.join(folder, name, ...args)
const check = (...names: readonly string[]) => told('check', ...names.map((name) => `${url}/${name}`), '--for', 'US-MA')

describe('a mirror from statement files', () => {
  test('is built, served, checked and copied, byte for byte', async () => {
    const files = [fileNamed('own.txt', own), fileNamed('kestrel.txt', kestrel)]
    const index = fileNamed('index.txt', await signedList(3, files))
    expect((await told('build', inFolder('first'), ...files, '--index', index)).exit).toBe(0)
    expect(readdirSync(inFolder('first')).toSorted()).toEqual(
      [`${sha256Of(own)}.txt`, `${sha256Of(kestrel)}.txt`, 'index.txt'].toSorted(),
    )
    expect((await check('first')).out).toContain('FRESH')
    expect((await told('pull', `${url}/first`, inFolder('copy'), '--for', 'US-MA')).exit).toBe(0)
    expect(readFileSync(inFolder('copy', 'index.txt'), 'utf8')).toBe(readFileSync(index, 'utf8'))
    expect((await check('first', 'copy')).exit).toBe(0)
  })

  test('that has an older list is called stale, and one with other bytes lying', async () => {
    const files = [fileNamed('own.txt', own), fileNamed('kestrel.txt', kestrel)]
    const newer = fileNamed('newer.txt', await signedList(4, files))
    await told('build', inFolder('second'), ...files, '--index', newer)
    const both = await check('first', 'second')
    expect([both.exit, both.out]).toEqual([1, expect.stringMatching(/^STALE .*\/first[\s\S]*FRESH .*\/second/)])
    writeFileSync(inFolder('second', `${sha256Of(kestrel)}.txt`), own)
    expect((await check('second')).out).toMatch(/^LYING .*other bytes/)
    const pulled = await told('pull', `${url}/second`, inFolder('none'), '--for', 'US-MA')
    expect([pulled.exit, pulled.err]).toEqual([1, expect.stringContaining('not to be copied')])
    expect(readdirSync(folder)).not.toContain('none')
  })

  test('that answers nothing, or another authority’s list, is named so', async () => {
    expect((await check('nowhere')).out).toMatch(/^SILENT .*status 404/)
    const maine = await told('check', `${url}/first`, '--for', 'US-ME')
    expect(maine.out).toMatch(/^LYING .*another jurisdiction/)
  })

  test('is not built from a list that names other files or is signed by nobody', async () => {
    const files = [fileNamed('own.txt', own), fileNamed('kestrel.txt', kestrel)]
    const index = fileNamed('of-one.txt', await signedList(5, [files[0] ?? '']))
    const stray = await told('build', inFolder('third'), ...files, '--index', index)
    expect([stray.exit, stray.err]).toEqual([1, expect.stringContaining('does not name 1 of the files')])
    const lacking = await told('build', inFolder('third'), files[1] ?? '', '--index', index)
    expect(lacking.err).toContain('its file is not given')
    const foreign = madeUpAuthority('another')
      .authority('US-MA')
      .sign({ kind: 'index', number: 9, files: [] }, { at: NOW })
    const forged = await told('build', inFolder('third'), ...files, '--index', fileNamed('forged.txt', foreign))
    expect(forged.err).toContain('the list does not hold')
  })

  test('does not list what is not for everybody to see', async () => {
    const override = authority.sign({ kind: 'override', why: 'No center is open.' }, { at: NOW, subject: 'KT-MA-0001' })
    const answer = await told('list', fileNamed('override.txt', override), '--number', '1')
    expect([answer.exit, answer.err]).toEqual([2, expect.stringContaining('not for everybody')])
  })
})
