/** Serves built pages and nothing else, as a bare web server would: for pages that need no server of ours. */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

export type Served = { readonly address: string; readonly close: () => Promise<void> }

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Every address that is no file is the one page. */
export async function serveBuilt(folder: string): Promise<Served> {
  const server = createServer((request, answer) => {
    const wanted = path.join(folder, path.normalize(new URL(request.url ?? '/', 'http://here').pathname))
    const file = path.extname(wanted) !== '' && existsSync(wanted) ? wanted : path.join(folder, 'index.html')
    answer.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream').end(readFileSync(file))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const place = server.address()
  if (place === null || typeof place === 'string') throw new Error('the server has no port')
  return {
    address: `http://127.0.0.1:${place.port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
