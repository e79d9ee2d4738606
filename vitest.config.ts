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

/** The frameworks' earlier majors in the place of the current ones, for whoever imports them. */
const earlierMajors = {
  name: 'earlier-majors',
  enforce: 'pre' as const,
  async resolveId(this: { resolve(id: string, importer: string): Promise<unknown> }, id: string) {
    const replaced = /^(?:@langchain\/(?:core|langgraph|openai)|langchain|zod)(?:\/|$)/.test(id);
    return replaced ? this.resolve(id, `${root}tooling/earlier-majors/package.json`) : undefined;
  },
};

export default defineConfig({
  plugins: [sources],
  test: {
    pool: 'threads',
    testTimeout: 120_000,
    globalSetup: ['tooling/vocabularies.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'workspace',
          include: ['{packages,apps}/*/{src,test}/**/*.test.ts', 'tooling/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'tooling/earlier-majors/**'],
        },
      },
      {
        extends: true,
        plugins: [earlierMajors],
        test: {
          name: 'earlier-majors',
          include: [
            'packages/{langchain,langgraph}/src/**/*.test.ts',
            'packages/memory/src/doors/{langchain,langgraph}/*.test.ts',
            'tooling/earlier-majors/*.test.ts',
          ],
          // `createAgent` and its middleware came with `langchain` 1.
          exclude: [
            'packages/langchain/src/{agent,thread,types}.test.ts',
            'packages/memory/src/doors/langchain/agent.test.ts',
          ],
        },
      },
    ],
  },
});
