import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { watched } from './watched.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string; target: unknown[] }[] }[] }>;
}

/** What axe finds wrong with a page; it is brought in past the policy of the page. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.map(({ id, nodes }) => `axe ${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)}`);
  });
}

const isWide = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

const LOOKS = {
  wide: {},
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  dark: { colorScheme: 'dark' },
} as const;

/** Pages of one kind are made by one program of ours: of these every tenth is looked at narrow and dark. */
const isAlike = (page: string, nth: number): boolean => /\/(?:decisions|api)\//.test(page) && nth % 10 !== 0;

/** Opens every page wide, narrow and dark, and says what is wrong. */
export async function lookAt(browser: Browser, site: string, pages: readonly string[], shots?: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [look, options] of Object.entries(LOOKS)) {
    const { page, odd } = await watched(browser, site, options);
    for (const [nth, path] of pages.entries()) {
      if (look !== 'wide' && isAlike(path, nth)) continue;
      const answer = await page.goto(site + path, { waitUntil: 'load' });
      await page.waitForTimeout(30);
      const found = [...odd.splice(0), ...(await faultsOf(page))];
      if (answer?.status() !== 200) found.push(`answers ${answer?.status()}`);
      if (await isWide(page)) found.push('is wider than the window');
      faults.push(...found.map((fault) => `${path} (${look}) ${fault}`));
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: `${shots}${look}${path.replaceAll('/', '-').replace('.html', '')}.png`, fullPage: look !== 'dark' && !isAlike(path, nth) });
      }
    }
    await page.context().close();
  }
  return faults;
}
