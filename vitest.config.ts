import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Tests run against the sources of all packages, so no test can pass on a stale build. */
const sources = {
  name: 'headroom-sources',
  enforce: 'pre' as const,
  resolveId(id: string) {
    const found = /^@headroom\/([a-z0-9-]+)(?:\/([a-z0-9/-]+))?$/.exec(id);
    if (!found) return undefined;
    const base = `${root}packages/${found[1]}/src/`;
    const candidates = found[2] ? [`${base}${found[2]}/index.ts`, `${base}${found[2]}.ts`] : [`${base}index.ts`];
    return candidates.find((path) => existsSync(path));
  },
};

export default defineConfig({
  plugins: [sources],
  test: {
    include: ['{packages,apps}/*/{src,test}/**/*.test.ts', 'tooling/**/*.test.ts', 'examples/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 30_000,
  },
});
