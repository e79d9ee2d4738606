import type { Browser } from 'playwright-core';
import { faultsOf } from './look-at.js';
import { watched } from './watched.js';

/** Finds a page by words, by keys alone, also without a network once the page has loaded its index. */
export async function walkSearch(browser: Browser, site: string): Promise<string[]> {
  const { page, odd } = await watched(browser, site);
  const faults: string[] = [];
  await page.goto(`${site}/start/library.html`);
  // A key that comes before the page has its program opens nothing.
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
  await page.keyboard.press('Control+k');
  await page.waitForSelector('.VPLocalSearchBox input');
  await page.keyboard.type('headroom_retrieve');
  await page.waitForSelector('.VPLocalSearchBox .result', { timeout: 10_000 });
  faults.push(...(await faultsOf(page)));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.pathname.endsWith('/start/library.html'));
  await page.context().close();
  return [...odd, ...faults].map((fault) => `search: ${fault}`);
}
