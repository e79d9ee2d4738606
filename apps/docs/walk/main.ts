/**
 * Walks every page of the built site in Chromium: no complaint in the console, no request to another host, nothing that axe finds, no
 * page wider than a phone, no broken link; then the search and the playground. Ends with `N passed, N failed`.
 * `--screenshots` puts pictures of every page, wide, narrow and dark, into `screenshots/`.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { brokenLinks, pagesIn } from './links.js';
import { lookAt } from './look-at.js';
import { walkPlayground } from './playground.js';
import { walkSearch } from './search.js';
import { serveFolder } from './serve.js';

const { values } = parseArgs({
  options: { screenshots: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const folder = fileURLToPath(new URL('../dist', import.meta.url));
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!existsSync(folder) || !executablePath) {
  console.log(`NOT WALKED: ${executablePath ? 'the site is not built' : 'there is no Chromium here'}`);
  process.exit(executablePath ? 1 : 0);
}

const began = performance.now();
const faults: string[] = [...brokenLinks(folder)];
const site = await serveFolder(folder);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
let looked = 0;
try {
  const pages = pagesIn(folder).filter((page) => page !== '/404.html' && page.includes(values.only ?? ''));
  const shots = values.screenshots ? fileURLToPath(new URL('../screenshots/', import.meta.url)) : undefined;
  for (const fault of await lookAt(browser, site.url, pages, shots)) faults.push(fault);
  looked = pages.length;
  for (const walk of values.only ? [] : [walkSearch, walkPlayground]) faults.push(...(await walk(browser, site.url)));
} finally {
  await browser.close();
  site.close();
}
for (const fault of faults) console.log(`FAULT  ${fault}`);
console.log(`${looked} pages in ${Math.round((performance.now() - began) / 1000)} s`);
console.log(`${looked + 1} passed, ${faults.length} failed`);
process.exitCode = faults.length === 0 ? 0 : 1;
