/** Starts a receiver of webhooks and keeps what it says it got. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Received } from './receiver-main.ts'

export type Receiving = {
  readonly url: string
  readonly child: ChildProcess
  /** What has arrived so far, oldest first. */
  readonly received: () => Promise<readonly Received[]>
  readonly forget: () => void
  /** Comes back with the next message that arrives at a path. */
  readonly next: (path: string) => Promise<Received>
}

export async function receiverProcess(): Promise<Receiving> {
  const child = fork(fileURLToPath(new URL('./receiver-main.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  })
  const [first]: unknown[] = await once(child, 'message')
  if (typeof first !== 'object' || first === null || !('port' in first)) throw new Error('the receiver has no port')
  const received: Received[] = []
  const waiting: { readonly path: string; readonly done: (one: Received) => void }[] = []
  const asking: (() => void)[] = []
  child.on('message', (told: { readonly received: Received } | { readonly heard: true }) => {
    if ('heard' in told) {
      asking.shift()?.()
      return
    }
    received.push(told.received)
    const index = waiting.findIndex(({ path }) => path === told.received.path)
    if (index >= 0) waiting.splice(index, 1)[0]?.done(told.received)
  })
  return {
    url: `http://127.0.0.1:${first.port}`,
    child,
    received: () =>
      new Promise((done) => {
        asking.push(() => done([...received]))
        child.send('what has arrived')
      }),
    forget: () => {
      received.length = 0
    },
    next: (path) => new Promise((done) => waiting.push({ path, done })),
  }
}
