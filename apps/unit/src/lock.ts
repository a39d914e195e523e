/** One process per data folder. The lock is a listening socket, so it goes away with its process, however that ends. */
import { createHash } from 'node:crypto'
import { mkdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hasCode } from './disk/node-disk.ts'

/** Takes the folder for this process. @throws when another process has it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true })
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16)
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\keyturn-${name}` : path.join(tmpdir(), `keyturn-unit-${name}.sock`)
  let server = await listen(address)
  if (server === undefined) {
    if (await answers(address))
      throw new Error(`another unit runs on ${folder}; stop it, or give this one its own folder`)
    // Left behind by a process that was killed.
    await rm(address, { force: true })
    server = await listen(address)
    if (server === undefined) throw new Error(`another unit just started on ${folder}`)
  }
  const held = server
  held.unref()
  return () => new Promise((done) => held.close(() => done()))
}

const listen = (address: string): Promise<Server | undefined> =>
  new Promise((done, failed) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => (hasCode(error, 'EADDRINUSE') ? done(undefined) : failed(error)))
    server.listen(address, () => done(server))
  })

const answers = (address: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
