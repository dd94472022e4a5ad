import { defineConfig } from 'vite'
import { thirdPartyLicenses } from './licenses.js'

// One collector for page and workers: a worker is a build of its own, and what it bundles needs its notice as well.
const licenses = thirdPartyLicenses('LICENSES.txt')

export default defineConfig({
  // Relative addresses, so that the page works under whatever path it is mounted.
  base: './',
  plugins: [licenses.write],
  // Module workers load their chunks with `import`, which `script-src 'self'` allows; classic ones need `blob:`.
  worker: { format: 'es', plugins: () => [licenses.collect] },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      // React libraries mark files "use client"; a bundle has no use for the mark, and each costs ten lines of log.
      onLog(level, log, report) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
      },
    },
  },
})
