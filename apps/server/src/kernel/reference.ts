/** The contract for people and programs: `/openapi.json`, and a page that draws it. Nobody else is asked. */
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { endpoints } from '@keyturn/contract/endpoints.ts'
import { openApi } from '@keyturn/contract/openapi.ts'
import type { FastifyInstance } from 'fastify'
import { ACCESS } from '../access.ts'
import { VERSION } from '../version.ts'

/** Registers the document, the page, and the two scripts of the page. */
export function registerReference(app: FastifyInstance): void {
  const document = onFirstRequest(() => JSON.stringify(openApi(endpoints, { version: VERSION, callersOf })))
  const config = { endpoint: 'reference' }
  app.get('/openapi.json', { config }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document()),
  )
  app.get('/reference', { config }, async (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE))
  app.get('/reference/start.js', { config }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START),
  )
  app.get('/reference/scalar.js', { config }, async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .send(createReadStream(scalarFile())),
  )
}

/** Made when somebody wants it: most servers that start are never asked, and a start need not wait for it. */
function onFirstRequest(make: () => string): () => string {
  let made: string | undefined
  return () => {
    made ??= make()
    return made
  }
}

const callersOf = (name: string): readonly string[] =>
  Object.entries(ACCESS).find(([endpoint]) => endpoint === name)?.[1] ?? []

/** The page's script as the package brings it. */
const scalarFile = (): string =>
  path.join(
    path.dirname(createRequire(import.meta.url).resolve('@scalar/fastify-api-reference')),
    'js',
    'standalone.js',
  )

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Keyturn API</title>
  </head>
  <body>
    <noscript>This page needs JavaScript. The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
    <div id="reference"></div>
    <script src="/reference/scalar.js"></script>
    <script src="/reference/start.js"></script>
  </body>
</html>
`

const START = `Scalar.createApiReference('#reference', {
  url: '/openapi.json',
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  telemetry: false,
  agent: { disabled: true },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
})
`
