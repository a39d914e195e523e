/** What an agency's provider says about somebody, read for what counts here. */
import { emailField, personNameField } from '@keyturn/contract/endpoints/accounts.ts'
import type { AgencyOptions, AgencyRole } from './agency.ts'

export type AgencyPerson =
  | {
      readonly kind: 'mapped'
      /** The provider's own name for the person, which never changes. */
      readonly subject: string
      readonly email: string
      readonly name: string
      readonly role: AgencyRole
      /** The agency vouches for a second factor. */
      readonly secondFactor: boolean
    }
  | { readonly kind: 'unmapped'; readonly subject: string; readonly because: string }

type Claims = Readonly<Record<string, unknown>>

/** @param token the claims of the ID token  @param more what the provider adds when it is asked */
export function personIn(
  { roleClaim, roles, name: agency }: Pick<AgencyOptions, 'roleClaim' | 'roles' | 'name'>,
  token: Claims & { readonly sub: string },
  more: Claims,
): AgencyPerson {
  const subject = token.sub
  const claim = (name: string): unknown => token[name] ?? more[name]
  const unmapped = (because: string): AgencyPerson => ({ kind: 'unmapped', subject, because })
  const held = textsIn(claim(roleClaim))
  const role = roles.find(([value]) => held.includes(value))?.[1]
  if (role === undefined) return unmapped(`${agency} gives this account no role that is known here.`)
  const email = emailField.safeParse(claim('email'))
  if (!email.success || claim('email_verified') === false) {
    return unmapped(`${agency} does not vouch for an e-mail address of this account.`)
  }
  const name = personNameField.safeParse(claim('name'))
  return {
    kind: 'mapped',
    subject,
    email: email.data,
    name: name.success ? name.data : email.data,
    role,
    // RFC 8176. What is not in the signed token itself does not count.
    secondFactor: textsIn(token['amr']).includes('mfa'),
  }
}

const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
