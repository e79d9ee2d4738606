import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startProviders } from './provider.fixture.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Those of frameworks that the examples have a door for stand beside it. */
const programs = ['apps/docs/programs/', 'apps/docs/programs/why/', 'examples/pages/', 'examples/pages/why/'].flatMap(
  (folder) =>
    readdirSync(root + folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.fixture.ts'))
      .map((file) => folder + file.slice(0, -'.ts'.length)),
);

let providers: Awaited<ReturnType<typeof startProviders>>;
beforeAll(async () => {
  providers = await startProviders();
});
afterAll(() => providers.stop());

/** The programs that pages show whole, and what they print. `npx vitest run apps/docs/test/programs.test.ts -u` writes it anew. */
describe('programs to paste', () => {
  it('are there', () => expect(programs.length).toBeGreaterThan(14));

  it.each(programs)('%s prints what its page says', async (program) => {
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...said) => void lines.push(said.map(String).join(' ')));
    await import(/* @vite-ignore */ `${root}${program}.ts`);
    log.mockRestore();
    expect(lines.length).toBeGreaterThan(0);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`${root}${program}.txt`);
  });
});
