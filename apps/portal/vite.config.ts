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

/**
 * What a phone keeps for a time without network: what the device says, the check of its log, orders to carry to a car,
 * and what to do when the car does not start. The car serves its own page and is always there with it; a case and its
 * forms are of no use without the server that holds it.
 */
const KEPT_PAGES = [
  'pages/home/HomePage.tsx',
  'pages/driver/DriverPage.tsx',
  'pages/verify/VerifyPage.tsx',
  'pages/emergency/EmergencyPage.tsx',
  'pages/orders/OrdersPage.tsx',
  'pages/orders/FileCode.tsx',
  'pages/orders/CarryPanel.tsx',
  'pages/bench/BenchPage.tsx',
  'pages/NowherePage.tsx',
]

/** Writes the list of built files into the service worker: what the pages need when there is no network. */
function appShell(): Plugin {
  return {
    name: 'keyturn-app-shell',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js']
        if (worker?.type !== 'chunk') return this.error('the service worker was not built')
        const kept = new Set<string>()
        const keep = (name: string) => {
          const file = bundle[name]
          if (kept.has(name) || file === undefined) return
          kept.add(name)
          if (file.type !== 'chunk') return
          const styles = file.viteMetadata?.importedCss ?? []
          const assets = file.viteMetadata?.importedAssets ?? []
          for (const next of [...file.imports, ...styles, ...assets]) keep(next)
        }
        for (const file of Object.values(bundle)) {
          if (file.type === 'asset' && /\.woff2$/.test(file.fileName)) keep(file.fileName)
          if (file.type !== 'chunk' || file === worker) continue
          const from = file.facadeModuleId ?? ''
          if (file.isEntry || KEPT_PAGES.some((page) => from.endsWith(page))) keep(file.fileName)
        }
        const built = [...kept].filter((name) => name.startsWith('assets/')).toSorted()
        const shell = ['/index.html', '/keyturn.svg', '/manifest.webmanifest', ...built.map((name) => `/${name}`)]
        const filled = worker.code.replace(/(["'`])__SHELL__\1/, JSON.stringify(JSON.stringify(shell)))
        if (filled === worker.code) return this.error('the service worker has no place for the list of files')
        worker.code = filled
      },
    },
  }
}
