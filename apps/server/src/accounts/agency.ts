/** Sign-in with the accounts of an agency: OpenID Connect, authorization code with PKCE, state and nonce. */
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import * as openid from 'openid-client'
import { type AgencyPerson, personIn } from './agency-claims.ts'

export type AgencyRole = Extract<AccountRole, 'authority-officer' | 'authority-admin' | 'auditor'>

export type AgencyOptions = {
  /** The provider's address, as it stands in its tokens. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** As people call it: it stands on the button. */
  readonly name: string
  /** Whose officers its people are. */
  readonly jurisdiction: string
  /** The claim that names what somebody may do there: a text, or several. */
  readonly roleClaim: string
  /** What the claim's values mean here; of several the one that stands first. */
  readonly roles: readonly (readonly [value: string, role: AgencyRole])[]
}

/** What the browser keeps while its owner is at the provider. */
export type Underway = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type Agency = {
  readonly options: AgencyOptions
  /** Where to send the browser. @throws when the provider cannot be reached */
  readonly begin: (redirectUri: string) => Promise<{ readonly url: string; readonly underway: Underway }>
  /** Who came back. @throws when what came back is not what this sign-in asked for, or the provider is away */
  readonly finish: (returned: URL, underway: Underway) => Promise<AgencyPerson>
}

const SCOPE = 'openid email profile'
/** A provider that does not answer must not hold a browser for long. */
const ANSWER_S = 10

export function agencyWith(options: AgencyOptions): Agency {
  let known: Promise<openid.Configuration> | undefined
  // Asked once; a failure is forgotten, so that a provider that was away is found again.
  const configuration = (): Promise<openid.Configuration> => {
    known ??= discover(options).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
  return {
    options,
    begin: async (redirectUri) => {
      const underway = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
      }
      const url = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: underway.state,
        nonce: underway.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(underway.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, underway }
    },
    finish: async (returned, { state, nonce, verifier }) => {
      const config = await configuration()
      const tokens = await openid.authorizationCodeGrant(config, returned, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new Error('the provider gave no ID token')
      // Providers tell e-mail address and groups here or there; how somebody signed in stands in the token alone.
      const more = await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
      return personIn(options, claims, more)
    },
  }
}

function discover({ issuer, clientId, clientSecret }: AgencyOptions): Promise<openid.Configuration> {
  const url = new URL(issuer)
  const isHere = url.protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
  return openid.discovery(url, clientId, clientSecret, undefined, {
    timeout: ANSWER_S,
    // Without TLS only on the machine itself: for trying it out.
    ...(isHere ? { execute: [openid.allowInsecureRequests] } : {}),
  })
}
