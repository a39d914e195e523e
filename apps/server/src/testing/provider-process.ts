/** A real OpenID provider in a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Somebody whom the agency knows: what proved them, and what the provider says about them. */
export type AgencyPerson = {
  readonly amr?: readonly string[]
  readonly claims: Readonly<Record<string, unknown>>
}

export type ProviderOptions = {
  /** A free one without. */
  readonly port?: number
  readonly client: { readonly id: string; readonly secret: string; readonly redirects: readonly string[] }
  readonly people: Readonly<Record<string, AgencyPerson>>
}

const main = fileURLToPath(new URL('./provider-main.mjs', import.meta.url))

export type ProviderProcess = { readonly issuer: string; readonly port: number; readonly stop: () => Promise<void> }

export async function providerProcess(options: ProviderOptions): Promise<ProviderProcess> {
  const child = fork(main, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const gone = once(child, 'exit').then(() => {
    throw new Error(`the provider ended: ${errors}`)
  })
  // It ends with the test, and that is nobody's failure.
  gone.catch(() => undefined)
  const [told] = await Promise.race([once(child, 'message'), gone])
  return {
    issuer: String(told.issuer),
    port: Number(told.port),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
