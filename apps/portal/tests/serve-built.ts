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
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Every address that is no file is the one page. */
export const serveBuilt = (folder: string): Promise<Served> =>
  serve((address) => {
    const wanted = path.join(folder, path.normalize(address))
    return path.extname(wanted) !== '' && existsSync(wanted) ? wanted : path.join(folder, 'index.html')
  })

/** Files as they lie there, for pages of any address; what is not there is not found. */
export const serveFiles = (folder: string): Promise<Served> =>
  serve((address) => {
    const wanted = path.join(folder, path.normalize(address))
    return existsSync(wanted) ? wanted : null
  })

async function serve(fileAt: (address: string) => string | null): Promise<Served> {
  const server = createServer((request, answer) => {
    const file = fileAt(new URL(request.url ?? '/', 'http://here').pathname)
    answer.setHeader('access-control-allow-origin', '*')
    if (file === null) answer.writeHead(404).end()
    else
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
