import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { faultsOf } from './look-at.js';
import { watched } from './watched.js';

/** About a megabyte of log with one fault in it. */
function largeLog(seed: number): string {
  const lines = Array.from({ length: 12_500 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 0, 6, 0, 0, i)).toISOString();
    return i === 7777
      ? `${at} ERROR [checkout] request ${i} failed: upstream db-${seed} timed out after 30000 ms`
      : `${at} INFO  [${['auth', 'billing', 'search'][i % 3]}] request ${i * 31 + seed} served in ${20 + ((i * 37) % 60)} ms`;
  });
  return lines.join('\n');
}

/** Pastes as a person would, and says how long the answer took and the longest time in which the page could not draw. */
async function paste(page: Page, text: string): Promise<{ readonly answered: number; readonly frozen: number }> {
  return page.evaluate(async (pasted) => {
    const before = document.querySelector('.facts')?.textContent ?? '';
    let frozen = 0;
    let last = performance.now();
    let isOver = false;
    const look = () => {
      const now = performance.now();
      frozen = Math.max(frozen, now - last);
      last = now;
      if (!isOver) requestAnimationFrame(look);
    };
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const began = performance.now();
    requestAnimationFrame(look);
    document
      .querySelector('textarea')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    const isAnswered = () =>
      (document.querySelector('.facts')?.textContent ?? '') !== before &&
      document.querySelector('.state')?.textContent?.startsWith('Ready');
    while (!isAnswered() && performance.now() - began < 60_000) await new Promise((done) => setTimeout(done, 10));
    const answered = performance.now() - began;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    isOver = true;
    return { answered, frozen };
  }, text);
}

/** The bounds that a text of a megabyte keeps, after the first; four times as much where other work has the machine. */
const ANSWER_MS = 1000;
const FROZEN_MS = 200;

/** With the network cut: a megabyte of log, a question, an original asked back, a file saved and opened. */
export async function walkPlayground(browser: Browser, site: string): Promise<string[]> {
  const { page, odd } = await watched(browser, site);
  const faults: string[] = [];
  const expectThat = (isSo: boolean, what: string) => void (isSo || faults.push(what));
  await page.goto(`${site}/playground/`);
  await page.waitForFunction(() => document.querySelector('.state')?.textContent?.startsWith('Ready'), undefined, {
    timeout: 60_000,
  });
  faults.push(...(await faultsOf(page)));
  await page.context().setOffline(true);

  for (const name of ['a log', 'rows of a query', 'a whole request']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page
      .waitForFunction(() => document.querySelector('.state')?.textContent?.startsWith('Working'), undefined, {
        timeout: 2000,
      })
      .catch(() => undefined);
    await page.waitForFunction(
      () => document.querySelector('.state')?.textContent?.startsWith('Ready') && document.querySelector('.sides'),
    );
    expectThat(/less/.test((await page.locator('.card.lead').textContent()) ?? ''), `${name} becomes no shorter`);
  }
  expectThat((await page.locator('.text').count()) === 3, 'the request has not three results');
  expectThat(/repeats|rows/.test((await page.locator('.why').first().textContent()) ?? ''), 'no licence is named');
  faults.push(...(await faultsOf(page)));

  await page.getByLabel('What does the agent want to know?').fill('What failed?');
  const times = [];
  for (const seed of [1, 2, 3, 4]) times.push(await paste(page, largeLog(seed)));
  const [, ...later] = times;
  const answered = Math.min(...later.map((time) => time.answered));
  const frozen = Math.min(...later.map((time) => time.frozen));
  console.log(
    `playground: 1 MB answered in ${Math.round(answered)} ms after the first (${Math.round(times[0]?.answered ?? 0)} ms), page still for ${Math.round(frozen)} ms at most`,
  );
  expectThat(answered < ANSWER_MS, `1 MB took ${Math.round(answered)} ms`);
  expectThat(frozen < FROZEN_MS, `the page stood still for ${Math.round(frozen)} ms`);
  expectThat(
    (await page.locator('.side.is').allTextContents()).join('').includes('upstream db-4 timed out'),
    'the fault is not in what is sent',
  );

  await page.getByLabel('Which').fill('timed out');
  await page.getByRole('button', { name: 'Retrieve' }).click();
  await page.waitForSelector('.answer');
  expectThat(
    ((await page.locator('.answer').textContent()) ?? '').includes('db-4 timed out'),
    'the original does not come back',
  );
  faults.push(...(await faultsOf(page)));

  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const html = readFileSync(await saved.path(), 'utf8');
  const copy = await watched(browser, site);
  await copy.page.setContent(html);
  await copy.page.waitForSelector('.sides');
  expectThat(
    ((await copy.page.locator('.sides').textContent()) ?? '').includes('db-4 timed out'),
    'the file does not show it',
  );
  await copy.page.context().close();
  await page.context().close();

  const phone = await watched(browser, site, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    colorScheme: 'dark',
  });
  await phone.page.goto(`${site}/playground/`);
  await phone.page.getByRole('button', { name: 'a log', exact: true }).click();
  await phone.page.waitForSelector('.sides', { timeout: 60_000 });
  faults.push(...(await faultsOf(phone.page)));
  expectThat(
    !(await phone.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)),
    'is wider than a phone',
  );
  await phone.page.context().close();
  return [...odd, ...copy.odd, ...phone.odd, ...faults].map((fault) => `playground: ${fault}`);
}
