import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { watched } from './watched.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string; target: unknown[] }[] }[] }>;
}

/** What axe finds wrong with a page, by all its rules or some; it is brought in past the policy of the page. */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (some) => {
    const options = { resultTypes: ['violations'], iframes: false, ...(some ? { runOnly: [...some] } : {}) };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(options);
    return violations.map(({ id, nodes }) => `axe ${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)}`);
  }, rules);
}

const isWide = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** How a page is looked at, what axe asks of it, and of how many pages: one in so many. */
const LOOKS = [
  { look: 'wide', options: {}, rules: undefined, oneIn: 1 },
  {
    look: 'phone',
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
    rules: ['target-size', 'scrollable-region-focusable'],
    oneIn: 2,
  },
  { look: 'dark', options: { colorScheme: 'dark' }, rules: ['color-contrast'], oneIn: 4 },
] as const;

/** Pages of one kind are made by one program of ours: of these one in ten is looked at closely, the others are opened. */
const isAlike = (page: string, nth: number): boolean => /\/(?:decisions|api)\//.test(page) && nth % 10 !== 0;

/**
 * Opens every page wide, and many narrow and dark, and says what is wrong; the three looks side by side. All pages in all looks where
 * pictures are taken.
 */
export async function lookAt(
  browser: Browser,
  site: string,
  pages: readonly string[],
  shots?: string,
): Promise<string[]> {
  const looked = LOOKS.map((look) => lookOnce(browser, site, { ...look, pages, shots }));
  return (await Promise.all(looked)).flat();
}

type Looking = (typeof LOOKS)[number] & { readonly pages: readonly string[]; readonly shots: string | undefined };

async function lookOnce(browser: Browser, site: string, { look, options, rules, oneIn, pages, shots }: Looking) {
  const faults: string[] = [];
  const { page, odd } = await watched(browser, site, options);
  for (const [nth, path] of pages.entries()) {
    const alike = isAlike(path, nth);
    if (look !== 'wide' && (alike || (!shots && nth % oneIn !== 0))) continue;
    const answer = await page.goto(site + path, { waitUntil: 'load' });
    const found = [...(alike ? [] : await faultsOf(page, rules)), ...odd.splice(0)];
    if (answer?.status() !== 200) found.push(`answers ${answer?.status()}`);
    if (await isWide(page)) found.push('is wider than the window');
    faults.push(...found.map((fault) => `${path} (${look}) ${fault}`));
    if (shots && !alike) await shoot(page, `${shots}${look}${path.replaceAll('/', '-').replace('.html', '')}.png`);
  }
  await page.context().close();
  return faults;
}

async function shoot(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}
