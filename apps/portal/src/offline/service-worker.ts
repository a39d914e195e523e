/// <reference lib="webworker" />
/** Keeps the built pages for a time without network. Pages come from the network first; data is never kept here. */
import { patience } from './clock.ts'

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
  if (request.mode === 'navigate' && !isData(path)) event.respondWith(newestPage(request))
  else if (SHELL.includes(path)) event.respondWith(keptFile(request, path))
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
const isData = (path: string): boolean => /^\/(v1|link|auth|mirror|bench)\//.test(path)

/** The page from the network, or the kept one if nobody answers in time. An answer that has begun is never cut off. */
async function newestPage(request: Request): Promise<Response> {
  const kept = await (await caches.open(STORE)).match(DOCUMENT)
  if (kept === undefined) return fetch(request)
  const { signal, end } = patience(PATIENCE_MS)
  try {
    return await fetch(request, { signal })
  } catch {
    return kept
  } finally {
    end()
  }
}

/** Built files carry a digest of their content in their name: one that is kept is the right one. */
async function keptFile(request: Request, path: string): Promise<Response> {
  const kept = await (await caches.open(STORE)).match(path)
  return kept ?? fetch(request)
}
