import { request } from 'node:http';
import { createHeadroom, memory, type SharedStore } from '@headroom/core';
import { afterEach, describe, expect, it } from 'vitest';
import { Feed } from '../book/feed.js';
import { fillBook, HOSTILE } from '../many-sessions.fixture.js';
import { serveDashboard, TOKEN } from '../serve.fixture.js';
import { createDashboard } from './dashboard.js';
import { pageOf } from './page-file.js';
import type { OpenedText, SessionsTold } from './told.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serving(
  more: Parameters<typeof serveDashboard>[1] = {},
  store: SharedStore = memory({ maxEntries: 9000 }),
) {
  const filled = await fillBook(store, 6, Date.now());
  const served = await serveDashboard(store, more);
  closing.push(served.close);
  const ask = (path: string, init: RequestInit = {}) => fetch(served.url + path, init);
  const enter = (code: unknown) => ask('/dashboard/enter', { method: 'POST', body: JSON.stringify({ code }) });
  const keyFor = async (code: unknown) => ((await (await enter(code)).json()) as { readonly key?: string }).key;
  const read = async <T>(path: string, key: string | undefined) => {
    const answer = await ask(`/dashboard/data/${path}`, { headers: { authorization: `Bearer ${key}` } });
    return { status: answer.status, told: (await answer.json()) as T };
  };
  return { ...served, ...filled, store, ask, enter, keyFor, read };
}
const codeIn = (link: string) => link.split('#code=')[1] ?? '';

/** A request whose headers are as they are given, which `fetch` does not let one do. */
function raw(port: number, headers: Record<string, string>, path = '/dashboard/data/sessions'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('who is let in', () => {
  it('a link works once, and what it gives runs out; the token works as well', async () => {
    let now = 1_000_000;
    const { dashboard, keyFor, read } = await serving({ now: () => now });
    const link = dashboard.link();
    expect(link).toMatch(/^\/dashboard#code=[\w-]{32}$/);
    const key = await keyFor(codeIn(link));
    expect((await read<SessionsTold>('sessions', key)).told.sessions).toHaveLength(8);
    expect(await keyFor(codeIn(link))).toBeUndefined();
    expect(await keyFor(TOKEN)).toMatch(/^\d+\./);
    const late = dashboard.link();
    now += 6 * 60_000;
    expect(await keyFor(codeIn(late))).toBeUndefined();
    now += 13 * 3_600_000;
    expect((await read('sessions', key)).status).toBe(401);
  });

  it('nobody else, whatever is sent', async () => {
    const { keyFor, read, ask, enter, dashboard } = await serving();
    const key = (await keyFor(codeIn(dashboard.link()))) ?? '';
    const [expires = ''] = key.split('.');
    const forged = [
      undefined,
      '',
      TOKEN,
      `${expires}.`,
      `${Number(expires) + 1}.${key.split('.')[1]}`,
      `${key}x`,
      '9'.repeat(400),
    ];
    for (const one of forged) expect((await read('sessions', one)).status, one).toBe(401);
    for (const code of ['', 7, null, {}, 'x'.repeat(5000), `${TOKEN}x`]) expect((await enter(code)).status).toBe(401);
    for (const body of ['', '[', 'null', '"x"'])
      expect((await ask('/dashboard/enter', { method: 'POST', body })).status).toBe(401);
    for (const path of ['sessions', 'session?key=a', 'text?key=a', 'other', '../enter'])
      expect((await ask(`/dashboard/data/${path}`)).status, path).toBeGreaterThanOrEqual(401);
    expect(() => createDashboard({ store: memory(), token: 'short' })).toThrow('token');
  });

  it('and shows at once what this process has not written yet', async () => {
    const store = memory();
    const feed = new Feed({ store });
    const { read, keyFor, dashboard } = await serving({ book: feed.book }, store);
    const key = await keyFor(codeIn(dashboard.link()));
    feed.compacted({ agent: 'a', session: 's' }, Date.now());
    const { told } = await read<SessionsTold>('sessions', key);
    expect(told.sessions.at(-1)).toMatchObject({ agent: 'a', session: 's' });
  });

  it('no other page and no other name of this machine', async () => {
    const { port, keyFor, dashboard } = await serving();
    const key = await keyFor(codeIn(dashboard.link()));
    const own = { host: `127.0.0.1:${port}`, authorization: `Bearer ${key}` };
    expect(await raw(port, own)).toBe(200);
    expect(await raw(port, { ...own, host: `localhost:${port}` })).toBe(200);
    for (const odd of [
      { ...own, host: `evil.example:${port}` },
      { ...own, origin: 'https://evil.example' },
      { ...own, origin: 'null' },
      { ...own, origin: `http://127.0.0.1:${port + 1}` },
      { ...own, 'sec-fetch-site': 'cross-site' },
      { ...own, 'sec-fetch-site': 'same-site' },
    ])
      expect(await raw(port, odd), JSON.stringify(odd)).toBe(403);
    expect(await raw(port, { host: 'evil.example' }, '/dashboard')).toBe(403);
    expect(
      await raw(
        port,
        { host: `127.0.0.1:${port}`, 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' },
        '/dashboard',
      ),
    ).toBe(200);
  });
});

describe('what is answered', () => {
  it('is the page, which may load and run nothing but its own', async () => {
    const { ask } = await serving();
    const answer = await ask('/dashboard');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; connect-src 'self'/,
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(pageOf(await answer.text()).policy).toBe(policy);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await ask('/dashboard', { method: 'POST', body: 'x' })).status).toBe(405);
    expect(await (await ask('/dashboards')).text()).toBe('not the dashboard');
  });

  it('is what changed since the last time, and one session', async () => {
    const { dashboard, keyFor, read, feed, real } = await serving();
    const key = await keyFor(codeIn(dashboard.link()));
    const first = (await read<SessionsTold>('sessions', key)).told;
    expect((await read<SessionsTold>(`sessions?after=${first.version}`, key)).told.sessions).toEqual([]);
    await feed.book.addAsked('000', 1);
    feed.book.add({ agent: 'codex', session: 'new' }, { what: 'asked', at: 1, hash: 'h', tokens: 1 });
    await feed.book.flush();
    const second = (await read<SessionsTold>(`sessions?after=${first.version}`, key)).told;
    expect(second.sessions.map(({ session }) => session)).toEqual(['new']);
    expect((await read(`session?key=${real}`, key)).told).toMatchObject({
      session: 'a-session-with-texts',
      requests: 1,
    });
    for (const odd of ['', '__proto__', 'x'.repeat(900), '%00'])
      expect((await read(`session?key=${odd}`, key)).status, odd).toBe(404);
  });

  it('is a text beside its original, where the book names it and the store has it', async () => {
    const { dashboard, keyFor, read, real, store } = await serving();
    const key = await keyFor(codeIn(dashboard.link()));
    const text = (step: unknown, nth: unknown) => read<OpenedText>(`text?key=${real}&step=${step}&text=${nth}`, key);
    const { told } = await text(0, 0);
    expect(told.original).toContain(HOSTILE);
    expect(told.sent?.length).toBeLessThan((told.original?.length ?? 0) / 3);
    for (const [step, nth] of [
      [1, 0],
      [0, 9],
      [-1, 0],
      ['x', 0],
      [0, '__proto__'],
      [0.5, 0],
    ])
      expect((await text(step, nth)).status, `${step} ${nth}`).toBe(404);
    const { told: record } = await read<{ steps: { texts: { hash: string }[] }[] }>(`session?key=${real}`, key);
    const hash = record.steps[0]?.texts[0]?.hash ?? '';
    expect((await createHeadroom({ store }).retrieve(hash)).status).toBe('found');
    store.delete(hash);
    expect((await text(0, 0)).told).toMatchObject({ gone: 'The original is not in this store.', sent: told.sent });
  });

  it('is no text for whoever is spoken for by a proxy on this machine', async () => {
    const { dashboard, keyFor, real, port } = await serving();
    const own = { host: `127.0.0.1:${port}`, authorization: `Bearer ${await keyFor(codeIn(dashboard.link()))}` };
    const path = `/dashboard/data/text?key=${real}&step=0&text=0`;
    expect(await raw(port, own, path)).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded', 'via'])
      expect(await raw(port, { ...own, [name]: '10.0.0.9' }, path)).toBe(403);
  });

  it('is no text where texts are not shown', async () => {
    const { dashboard, keyFor, read, real } = await serving({ texts: false });
    const key = await keyFor(codeIn(dashboard.link()));
    expect((await read<SessionsTold>('sessions', key)).told.texts).toBe(false);
    expect((await read(`text?key=${real}&step=0&text=0`, key)).status).toBe(403);
  });

  it('is a failure in words where the store is away', async () => {
    const store = memory();
    const { dashboard, keyFor, read } = await serving({}, store);
    const key = await keyFor(codeIn(dashboard.link()));
    Object.assign(store, { group: undefined });
    const away = { ...memory(), group: () => ({ list: () => Promise.reject(new Error('secret place')) }) } as never;
    const other = await serveDashboard(away);
    closing.push(other.close);
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${other.url}/dashboard/data/sessions`, { headers });
    expect([answer.status, await answer.text()]).toEqual([500, '{"problem":"The store could not be read"}']);
    expect((await read('sessions', key)).status).toBe(200);
  });
});
