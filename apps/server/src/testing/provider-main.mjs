/**
 * An agency's OpenID provider for tests, as a process of its own. Its people are given as JSON; whoever comes to sign
 * in is the one whom the address of its sign-in page names: `?as=alice`. It tells its parent its address.
 */
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const { client, people, port: wanted = 0 } = JSON.parse(process.argv[2] ?? '{}')

const server = createServer()
server.listen(wanted, '127.0.0.1', () => {
  const { port } = server.address()
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: client.redirects,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['a key of a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/sign-in/${uid}` },
    findAccount: (_ctx, id) =>
      people[id] === undefined ? undefined : { accountId: id, claims: () => ({ sub: id, ...people[id].claims }) },
  })
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/sign-in/')) return next()
    const accountId = ctx.query.as
    if (accountId === 'nobody') {
      const denied = { error: 'access_denied', error_description: 'The person did not sign in' }
      return provider.interactionFinished(ctx.req, ctx.res, denied)
    }
    const grant = new provider.Grant({ accountId, clientId: client.id })
    grant.addOIDCScope('openid email profile')
    const grantId = await grant.save()
    const login = { accountId, amr: people[accountId].amr }
    return provider.interactionFinished(ctx.req, ctx.res, { login, consent: { grantId } })
  })
  server.on('request', provider.callback())
  process.send?.({ issuer, port })
})
process.once('disconnect', () => process.exit(0))
