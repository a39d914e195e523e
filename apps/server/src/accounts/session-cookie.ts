/**
 * The cookie of a session: its token and a seal over it, in the form that better-auth writes and reads. A token without
 * the seal, which somebody may have read in the database, opens nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long a session may last: people who act for an office or a vendor sign in each day. */
export const SESSION_SECONDS_MAX = 30 * 24 * 3_600
export const STAFF_SESSION_SECONDS = 12 * 3_600

export type SessionCookie = {
  readonly name: string
  /** The token in a `Cookie` header whose seal holds. */
  readonly read: (header: string | undefined) => string | undefined
  /** A `Set-Cookie` header. */
  readonly write: (token: string) => string
}

/** @param secure whether browsers may send it over TLS alone */
export function sessionCookie(secret: string, secure: boolean): SessionCookie {
  const name = `${secure ? '__Secure-' : ''}keyturn.session_token`
  const sealOf = (token: string): string => createHmac('sha256', secret).update(token).digest('base64')
  return {
    name,
    read: (header) => {
      if (header === undefined) return undefined
      for (const value of valuesOf(header, name)) {
        const dot = value.lastIndexOf('.')
        if (dot < 1) continue
        const token = value.slice(0, dot)
        const seal = Buffer.from(value.slice(dot + 1))
        const expected = Buffer.from(sealOf(token))
        if (seal.length === expected.length && timingSafeEqual(seal, expected)) return token
      }
      return undefined
    },
    write: (token) => {
      const value = encodeURIComponent(`${token}.${sealOf(token)}`)
      const rest = `Max-Age=${SESSION_SECONDS_MAX}; Path=/; HttpOnly${secure ? '; Secure' : ''}; SameSite=Lax`
      return `${name}=${value}; ${rest}`
    },
  }
}

/** Every value that the header gives under the name: another page of the same host may have set one, too. */
function valuesOf(header: string, name: string): readonly string[] {
  const values: string[] = []
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at < 0 || part.slice(0, at).trim() !== name) continue
    try {
      values.push(decodeURIComponent(part.slice(at + 1).trim()))
    } catch {
      // Not what was written here: it is no cookie of ours.
    }
  }
  return values
}
