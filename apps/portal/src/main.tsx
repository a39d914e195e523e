/** Puts the portal on the page and registers the worker that keeps it for a time without network. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import './ui/styles.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // Without the worker everything works but the pages are not there offline; private windows refuse it.
  navigator.serviceWorker.register('/service-worker.js').catch((cause: unknown) => {
    console.warn('The pages are not kept for offline use.', cause)
  })
}
