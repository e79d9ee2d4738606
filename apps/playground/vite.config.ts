import { fileURLToPath } from 'node:url';
import { explainedPage } from '@headroom/dashboard';
import { defineConfig, type Plugin } from 'vite';

const SHARED = 'virtual:shared-page';

/** The dashboard's page for one request, without any: what the playground fills and saves as a file. */
const sharedPage: Plugin = {
  name: 'shared-page',
  resolveId: (id) => (id === SHARED ? `\0${SHARED}` : undefined),
  load: (id) => (id === `\0${SHARED}` ? `export default ${JSON.stringify(explainedPage([]))}` : undefined),
};

export default defineConfig({
  /** Found beside its page, wherever a host puts it. */
  base: './',
  plugins: [sharedPage],
  resolve: {
    alias: [{ find: /^@headroom\/core$/, replacement: fileURLToPath(new URL('./src/core.ts', import.meta.url)) }],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', chunkSizeWarningLimit: 1000, modulePreload: { polyfill: false } },
  worker: { format: 'es', plugins: () => [] },
});
