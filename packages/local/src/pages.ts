/** The built pages, served by a process of this machine: every unknown address leads to the first of them. */
import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type PagesOptions = {
  /** The folder of the built pages; null serves none. */
  readonly folder: string | null
  /** Addresses that begin so are data, and never turn into a page: `/link/`. */
  readonly data: string
  readonly refuse: (request: FastifyRequest, reply: FastifyReply) => FastifyReply
}

/** Serves the pages; what is neither page nor file is refused. */
export async function servePages(app: FastifyInstance, { folder, data, refuse }: PagesOptions): Promise<void> {
  const built = folder !== null && existsSync(folder)
  if (built) await app.register(fastifyStatic, { root: folder, wildcard: false, index: false })
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (built && page && !request.url.startsWith(data)) return reply.sendFile('index.html')
    return refuse(request, reply)
  })
}
