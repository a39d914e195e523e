/** What a browser keeps while its owner signs in at the agency: sealed, for ten minutes, for these addresses alone. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '@keyturn/domain/units.ts'
import { z } from 'zod'
import type { Underway } from './agency.ts'

const LASTS_MS = 10 * 60_000
const PATH = '/auth/agency'

const Kept = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), at: z.number() })

export type UnderwayCookie = {
  readonly write: (underway: Underway & { readonly at: Instant }) => string
  /** Undefined when there is none, it is too old, or it is not ours. */
  readonly read: (header: string | undefined, now: Instant) => Underway | undefined
  readonly clear: () => string
}

export function underwayCookie(secret: string, secure: boolean): UnderwayCookie {
  const name = `${secure ? '__Secure-' : ''}keyturn.agency`
  const attributes = `Path=${PATH}; HttpOnly${secure ? '; Secure' : ''}; SameSite=Lax`
  // A key of its own: nothing that is sealed here passes for a session.
  const sealOf = (text: string): Buffer => createHmac('sha256', `agency ${secret}`).update(text).digest()
  return {
    write: (underway) => {
      const text = Buffer.from(JSON.stringify(underway)).toString('base64url')
      return `${name}=${text}.${sealOf(text).toString('base64url')}; Max-Age=${LASTS_MS / 1_000}; ${attributes}`
    },
    read: (header, now) => {
      const value = header
        ?.split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(`${name}=`))
        ?.slice(name.length + 1)
      const [text = '', given = ''] = value?.split('.') ?? []
      const [seal, expected] = [Buffer.from(given, 'base64url'), sealOf(text)]
      if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) return undefined
      // The seal holds, so it is what was written here.
      const { at, ...underway } = Kept.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
      return now - at > LASTS_MS ? undefined : underway
    },
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  }
}
