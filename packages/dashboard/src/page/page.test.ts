import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHeadroom, memory } from '@headroom/core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainedPage } from '../explained.js';
import { fillBook, HOSTILE } from '../many-sessions.fixture.js';
import { serveDashboard } from '../serve.fixture.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'headroom-dashboard-'));
const SESSIONS = 1000;

let browser: Browser;
let served: Awaited<ReturnType<typeof serveDashboard>>;
let filled: Awaited<ReturnType<typeof fillBook>>;

beforeAll(async () => {
  if (!executablePath) return;
  // The page that is tested is the page as it is written now.
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build-page.mjs', import.meta.url))]);
  const store = memory({ maxEntries: 100_000 });
  filled = await fillBook(store, SESSIONS, Date.now());
  served = await serveDashboard(store);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page, with everything it asks for and complains of. */
async function opened(options: BrowserContextOptions = {}): Promise<{ page: Page; odd: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  const odd: string[] = [];
  page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && odd.push(message.text())));
  page.on('pageerror', (error) => void odd.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'file:' && url.origin !== served.url)
      odd.push(`asks ${url.origin}`);
    if (/code|token|Bearer/i.test(request.url())) odd.push(`says ${request.url()}`);
  });
  return { page, odd };
}

/** Milliseconds from the link to the first row; the least of three, for a machine that does much else. */
async function openingTime(page: Page): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    await page.goto('about:blank');
    const began = performance.now();
    await page.goto(served.url + served.dashboard.link());
    await page.waitForSelector('[data-row="0"]');
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

/** What axe finds wrong; it is brought in by the browser's own door, past the policy of the page. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}
const isHurt = (page: Page) => page.evaluate(() => 'hurt' in globalThis);

describe.skipIf(!executablePath)('the page in Chromium', () => {
  it('opens a thousand sessions soon, finds one, and goes down to a text beside its original, by keys alone', async () => {
    const { page, odd } = await opened();
    expect(await openingTime(page)).toBeLessThan(2000);
    expect(page.url()).not.toContain('code');
    expect(await page.locator('.rows li').count()).toBeLessThan(80);
    expect(await page.locator('.bar p').textContent()).toBe(`${(SESSIONS + 2).toLocaleString('en-US')} sessions`);
    expect(await faultsOf(page)).toEqual([]);
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe('1');
    await page.keyboard.press('/');
    await page.keyboard.type('claude with-texts');
    await expect.poll(() => page.locator('.rows li').count()).toBe(1);
    await page.locator('[data-row="0"]').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.steps a');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.sides');
    expect(await page.locator('.sides').textContent()).toContain('<script>globalThis.hurt');
    expect(await page.locator('.sides .side.was.other').first().textContent()).toContain('more lines left out');
    expect(await page.locator('.why').textContent()).toMatch(/Licence(?:repeats|rows)/);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.steps a');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-row="0"]');
    await page.reload();
    await page.waitForSelector('[data-row="0"]');
    expect([odd, await isHurt(page)]).toEqual([[], false]);
    await page.context().close();
  });

  it('shows what happens while it is looked at, and our own faults in red', async () => {
    const { page, odd } = await opened();
    await page.goto(served.url + served.dashboard.link());
    await page.waitForSelector('[data-row="0"]');
    const at = Date.now();
    const step = { at, milliseconds: 5, status: 200, model: 'gpt-5', before: 900, after: 90, warnings: [], texts: [] };
    filled.feed.book.add(
      { agent: 'codex', session: 'just-now' },
      { what: 'request', step: { ...step, prefix: 'changed' } },
    );
    await page.waitForSelector('text=just-now', { timeout: 8000 });
    await page.locator('a[title="just-now"]').click();
    await page.waitForSelector('.note.bad');
    expect(await page.locator('.note.bad').textContent()).toContain('fault of Headroom');
    expect(odd).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['dark', { colorScheme: 'dark' }],
    ['a phone', { viewport: { width: 390, height: 800 }, hasTouch: true }],
  ] as const)('is as good in %s', async (_, options) => {
    const { page, odd } = await opened(options);
    await page.goto(served.url + served.dashboard.link());
    await page.waitForSelector('[data-row="0"]');
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect([await faultsOf(page), await isWide()]).toEqual([[], false]);
    await page.locator('[data-row="2"]').click();
    await page.waitForSelector('.plot canvas');
    expect([await faultsOf(page), await isWide()]).toEqual([[], false]);
    await page.locator('.steps a').first().click();
    await page.waitForSelector('.text');
    await page.locator('.text > summary').first().click();
    expect([await faultsOf(page), await isWide(), odd]).toEqual([[], false, []]);
    await page.context().close();
  });

  it('asks for a link where there is no key, and says so where one was used', async () => {
    const { page } = await opened();
    await page.goto(`${served.url}/dashboard#code=used-up`);
    await page.waitForSelector('.sign-in');
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.locator('[data-row]').count()).toBe(0);
    await page.context().close();
  });

  it('shows one request from a file, with its texts, and asks for nothing', async () => {
    const rows = Array.from({ length: 200 }, (_, id) => `2026-03-01 INFO request ${id} served in ${id % 7} ms`);
    const log = [...rows, `ERROR ${HOSTILE}`, ...rows].join('\n');
    const call = { id: 'c', type: 'function', function: { name: 'Bash', arguments: '{}' } };
    const messages = [
      { role: 'user', content: 'What failed?' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: log },
    ];
    const { body, ...result } = await createHeadroom().compress({ model: 'gpt-5', messages });
    const file = join(folder, 'explained.html');
    writeFileSync(file, explainedPage([{ ...result, original: { messages }, sent: body, model: 'gpt-5' }]));
    const { page, odd } = await opened();
    await page.goto(`file://${file}`);
    await page.waitForSelector('.sides');
    expect(await page.locator('.sides').textContent()).toContain('globalThis.hurt');
    expect(await faultsOf(page)).toEqual([]);
    expect([odd, await isHurt(page)]).toEqual([[], false]);
    await page.context().close();
  });
});
