/// <reference lib="webworker" />
/** Keeps the built pages for a time without network. The network always comes first; data is never kept here. */
declare const self: ServiceWorkerGlobalScope

/** The build puts the list of its files here, so that a new build is a new worker. */
const SHELL: readonly string[] = JSON.parse('__SHELL__')
const STORE = 'keyturn-shell'
/** All pages are this one document. */
const DOCUMENT = '/index.html'
/** How long the network may take before the kept page is shown. */
const PATIENCE_MS = 4_000

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldFiles().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname: path } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && !isData(path)) event.respondWith(networkFirst(request, DOCUMENT))
  else if (SHELL.includes(path)) event.respondWith(networkFirst(request, path))
})

async function keepShell(): Promise<void> {
  const store = await caches.open(STORE)
  await store.addAll([...SHELL])
}

async function dropOldFiles(): Promise<void> {
  const store = await caches.open(STORE)
  const old = (await store.keys()).filter((request) => !SHELL.includes(new URL(request.url).pathname))
  await Promise.all(old.map((request) => store.delete(request)))
}

/** A downloaded log is a navigation too, and must never turn into a page. */
const isData = (path: string): boolean => /^\/(v1|link)\//.test(path)

async function networkFirst(request: Request, keptAs: string): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch (cause) {
    const kept = await (await caches.open(STORE)).match(keptAs)
    if (kept !== undefined) return kept
    throw cause
  }
}
