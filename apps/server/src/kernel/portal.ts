import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/**
 * Serves the built pages, after every other route is registered. False when there are none: the interface works without
 * them.
 */
export async function registerPortal(app: FastifyInstance, portalDir: string | undefined): Promise<boolean> {
  if (portalDir === undefined || !existsSync(path.join(portalDir, 'index.html'))) return false
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, endpoint: 'portal' }
  })
  await app.register(fastifyStatic, {
    root: path.resolve(portalDir),
    wildcard: false,
    setHeaders: (reply, file) => {
      // Built files carry a digest of their content in their name; pages must be asked for again.
      const cache = file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
      reply.header('cache-control', cache)
    },
  })
  return true
}
