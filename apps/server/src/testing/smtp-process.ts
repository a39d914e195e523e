/** A real mail server in a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type TakenMail = { readonly to: readonly string[]; readonly raw: string }

export type SmtpProcess = {
  readonly port: number
  /** Everything it has taken so far. */
  readonly taken: readonly TakenMail[]
  /** The mail of this number, from 1, as soon as there is one. */
  readonly mail: (n: number) => Promise<TakenMail>
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('./smtp-main.ts', import.meta.url))

/** With user and password it takes mail only after a sign-in; without a port it takes a free one. */
export async function smtpProcess(
  credentials: readonly [string, string] | readonly [] = [],
  wanted = 0,
): Promise<SmtpProcess> {
  const env = { ...process.env, SMTP_TEST_PORT: String(wanted) }
  const child = fork(main, [...credentials], { execArgv: ['--import', 'tsx'], env })
  const taken: TakenMail[] = []
  let port: number | undefined
  child.on('message', (message: { readonly port?: number; readonly mail?: TakenMail }) => {
    if (message.port !== undefined) port = message.port
    if (message.mail !== undefined) taken.push(message.mail)
    child.emit('told')
  })
  while (port === undefined) await once(child, 'told')
  return {
    port,
    taken,
    mail: async (n) => {
      for (;;) {
        const mail = taken[n - 1]
        if (mail !== undefined) return mail
        await once(child, 'told')
      }
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
