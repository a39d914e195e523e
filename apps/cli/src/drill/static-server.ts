/** A mirror of the drill: a web server as anybody could run it, which knows nothing of Keyturn, as its own process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Answers files of one folder, and nothing else. Run by Node as it is, so that it is nobody's but the folder's. */
const PROGRAM = `
const { createServer } = require('node:http')
const { readFile } = require('node:fs')
const { basename, join } = require('node:path')
const [folder, port] = process.argv.slice(1)
createServer((request, response) => {
  readFile(join(folder, basename(request.url)), (error, bytes) => {
    response.writeHead(error ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(error ? 'not here' : bytes)
  })
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening'))
process.stdin.resume().on('end', () => process.exit())
`

export class StaticServer {
  readonly folder: string
  readonly port: number
  #process: ChildProcess | null = null

  constructor(folder: string, port: number) {
    this.folder = folder
    this.port = port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    // It ends when whoever started it is gone: its standard input closes.
    const child = spawn(process.execPath, ['-e', PROGRAM, this.folder, String(this.port)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#process = child
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error(`no mirror could start at ${this.url}`))),
    ])
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child === null || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
