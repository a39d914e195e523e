/** For tests: mirrors as processes of their own, on loopback, in every temper. */
import { fork } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Signatory } from '@keyturn/simulator/authority/authority.ts'

/** `good` serves its folder; the others do what their name says. */
export type Temper = 'good' | 'lying' | 'hanging' | 'redirecting' | 'endless'

/** Any web server with static files is a mirror; this one can also be a bad one. */
const SERVER = `
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
const [folder, temper, elsewhere] = process.argv.slice(2)
let asked = 0
const server = createServer((request, response) => {
  asked += 1
  const name = path.basename(request.url ?? '')
  if (temper === 'hanging') return
  if (temper === 'redirecting') return response.writeHead(302, { location: elsewhere + '/' + name }).end()
  if (temper === 'endless') {
    const more = () => { while (response.write('x'.repeat(65536))); response.once('drain', more) }
    return more()
  }
  try {
    const file = readFileSync(path.join(folder, name), 'utf8')
    response.end(temper === 'lying' ? file.slice(0, -2) + 'A\\n' : file)
  } catch {
    response.writeHead(404).end()
  }
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => process.send({ asked }))
process.on('disconnect', () => process.exit())
`

export type MirrorProcess = {
  readonly url: string
  /** How many requests it has had. */
  asked(): Promise<number>
  stop(): Promise<void>
}

/** Starts a mirror of the folder. `elsewhere`: where a redirecting one points. */
export async function startMirror(folder: string, temper: Temper = 'good', elsewhere = ''): Promise<MirrorProcess> {
  const program = path.join(await mkdtemp(path.join(tmpdir(), 'keyturn-mirror-')), 'mirror.mjs')
  await writeFile(program, SERVER)
  const child = fork(program, [folder, temper, elsewhere])
  // The program above says nothing else.
  const told = <T>() => new Promise<T>((done) => child.once('message', (message) => done(message as T)))
  const { port } = await told<{ readonly port: number }>()
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  return {
    url: `http://127.0.0.1:${port}`,
    asked: async () => {
      const answer = told<{ readonly asked: number }>()
      child.send('asked')
      return (await answer).asked
    },
    stop: async () => {
      child.kill('SIGKILL')
      await gone
      await rm(path.dirname(program), { recursive: true, force: true })
    },
  }
}

/** Writes a list of these statement files, and the files, as any mirror holds them. */
export async function publish(
  folder: string,
  {
    number,
    files,
    signer,
    at,
  }: {
    readonly number: number
    readonly files: readonly string[]
    readonly signer: Signatory
    readonly at: Parameters<Signatory['credential']>[0]
  },
): Promise<void> {
  const listed = files.map((file) => {
    const read = readStatementFile(file)
    const statement = read.kind === 'parsed' ? read.value.at(-1)?.statement : undefined
    if (statement === undefined) throw new Error('only statement files are published')
    return { id: statement.id, kind: statement.kind, sha256: toHex(nodeCrypto.sha256(utf8(file))), file }
  })
  await mkdir(folder, { recursive: true })
  for (const { sha256, file } of listed) await writeFile(path.join(folder, `${sha256}.txt`), file)
  const index = listed.map(({ id, kind, sha256 }) => ({ id, kind, sha256 }))
  await writeFile(
    path.join(folder, 'index.txt'),
    signer.sign({ kind: 'index', number, files: index }, { at, cites: [] }),
  )
}
