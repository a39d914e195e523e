import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * The portal is built once and served from two places: the server and the unit in the car. Paths are absolute from the
 * root of whichever address served the page, and nothing is fetched from anywhere else.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), appShell()],
  build: {
    outDir: '../../dist/portal',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/offline/service-worker.ts' },
      output: {
        // The service worker's scope is the folder it lies in, so it lies at the top and keeps its name.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
      // Libraries mark their modules "use client" for servers that render React; here there is none.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
})

/** The car serves this page itself and is always there with it: no phone has to keep it. */
const CAR_PAGE = 'assets/CarPage-'

/** Writes the list of built files into the service worker: what the pages need when there is no network. */
function appShell(): Plugin {
  return {
    name: 'keyturn-app-shell',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js']
        if (worker?.type !== 'chunk') return this.error('the service worker was not built')
        const built = Object.keys(bundle).filter((name) => name.startsWith('assets/') && !name.startsWith(CAR_PAGE))
        const shell = ['/index.html', '/keyturn.svg', '/manifest.webmanifest', ...built.map((name) => `/${name}`)]
        const filled = worker.code.replace(/(["'`])__SHELL__\1/, JSON.stringify(JSON.stringify(shell)))
        if (filled === worker.code) return this.error('the service worker has no place for the list of files')
        worker.code = filled
      },
    },
  }
}
