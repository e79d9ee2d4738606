import { type BlockReport, createHeadroom, createLedger, memory } from '@headroom/core';
import type { Exchange } from '@headroom/proxy';
import { describe, expect, it } from 'vitest';
import { keyOf, SessionBook } from './book.js';
import { Feed } from './feed.js';
import { SentTexts } from './texts.js';

const SECRET = 'the prompt that nobody may read';
const rows = JSON.stringify(
  Array.from({ length: 300 }, (_, id) => ({
    id,
    host: `node-${id % 5}`,
    state: id === 211 ? SECRET : 'fine',
    load: 3,
  })),
  null,
  1,
);
const block = (at: string, before: number, after: number, more: Partial<BlockReport> = {}): BlockReport => ({
  at: at.split('.'),
  turn: Number(at.split('.')[1] ?? 0),
  role: 'tool',
  tool: 'Bash',
  outcome: before === after ? 'kept' : 'trimmed',
  ...(before === after ? {} : { compressor: 'log', licence: 'rows', hash: `h${at}` }),
  tokensBefore: before,
  tokensAfter: after,
  decisions: [
    { pass: 'router', action: before === after ? 'kept' : 'trimmed', reason: before === after ? 'small' : 'log' },
  ],
  ...more,
});

function exchange(at: number, blocks: readonly BlockReport[], more: Partial<Exchange> = {}): Exchange {
  const sum = (side: 'tokensBefore' | 'tokensAfter') => blocks.reduce((all, one) => all + one[side], 0);
  const tokens = { tokensBefore: sum('tokensBefore'), tokensAfter: sum('tokensAfter') };
  const report = { outcome: 'compressed', ...tokens, blocks, warnings: [] } as unknown as Exchange['report'];
  return {
    ...{
      at,
      milliseconds: 900,
      tenant: 'me',
      session: 's-1',
      model: 'claude-sonnet-4-5',
      wire: 'anthropic',
      status: 200,
    },
    ...{ report, prefix: 'kept', usage: { input: 10, cacheRead: 0, cacheWrite: 1000, output: 50 }, texts: () => [] },
    ...more,
  };
}
const name = { agent: 'claude-code', session: 's-1', tenant: '' };

describe('a session book', () => {
  it('sums requests, each text once and as often as it was sent, with the money of this cache', async () => {
    const feed = new Feed({ store: memory() });
    const first = block('messages.2', 5000, 1000);
    feed.exchange('claude-code', exchange(1000, [first], { prefix: 'first' }));
    const usage = { input: 4, cacheRead: 2000, cacheWrite: 300, output: 20 };
    const second = [first, block('messages.4', 80, 80)];
    feed.exchange('claude-code', exchange(2000, second, { usage }));
    const record = await feed.book.read(keyOf(name));
    expect(record).toMatchObject({ requests: 2, counted: 2, priced: 2, before: 10_080, after: 2080, changed: 0 });
    expect(record?.usage).toEqual({ input: 14, cacheRead: 2000, cacheWrite: 1300, output: 70 });
    expect(record?.tools.Bash).toEqual({ texts: 2, before: 5080, after: 1080, sentBefore: 10_080, sentAfter: 2080 });
    expect(record?.kinds.log).toEqual({ texts: 1, before: 5000, after: 1000, sentBefore: 10_000, sentAfter: 2000 });
    expect(record?.left.small?.texts).toBe(1);
    expect(record?.steps.map(({ texts }) => texts.length)).toEqual([1, 1]);
    // Sonnet: 3 dollars, 0.3 from the cache, 3.75 into it.
    const paid = (10 * 3 + 1000 * 3.75 + 4 * 3 + 2000 * 0.3 + 300 * 3.75) / 1e6;
    const spared = (4000 * 3.75 + 4000 * 0.3) / 1e6;
    expect(record?.money.paid).toBeCloseTo(paid, 12);
    expect(record?.money.without).toBeCloseTo(paid + spared, 12);
  });

  it('prices what was sent again in full where the provider had nothing cached, and nothing where it refused', async () => {
    const feed = new Feed({ store: memory() });
    const text = block('messages.2', 2000, 1000);
    const usage = { input: 1500, cacheRead: 0, cacheWrite: 0, output: 1 };
    feed.exchange('codex', exchange(1, [text], { usage }));
    feed.exchange('codex', exchange(2, [text], { usage, prefix: 'changed' }));
    feed.exchange('codex', exchange(3, [text], { usage, status: 429, prefix: undefined }));
    feed.exchange('codex', exchange(4, [text], { usage: undefined, model: 'unheard-of', prefix: 'rewritten' }));
    const [listed] = await feed.book.list();
    expect(listed).toMatchObject({ requests: 4, counted: 3, priced: 2, changed: 1, rewritten: 1, failed: 1 });
    expect(listed?.money.without).toBeCloseTo((2 * (1500 + 1000) * 3) / 1e6, 12);
  });

  it('loses nothing of two processes that write at once, and is read by a third', async () => {
    const store = memory();
    const feeds = [new Feed({ store }), new Feed({ store })];
    for (let at = 0; at < 40; at++) feeds[at % 2]?.exchange('codex', exchange(at, [block(`messages.${at}`, 100, 40)]));
    await Promise.all(feeds.map(({ book }) => book.flush()));
    const [listed] = await new SessionBook({ store }).list();
    expect(listed).toMatchObject({ requests: 40, before: 4000, after: 1600 });
    expect(await new SessionBook({ store }).list(listed?.version)).toEqual([]);
  });

  it('keeps what it could not write', async () => {
    const inside = memory();
    const group = inside.group('dashboard-sessions');
    let away = true;
    const broken = { ...group, get: (key: string) => (away ? Promise.reject(new Error('away')) : group.get(key)) };
    const list = () => group.list();
    const put = (key: string, entry: Parameters<typeof group.put>[1]) => group.put(key, entry);
    const store = Object.assign(Object.create(inside), { group: () => ({ ...broken, list, put }) });
    const feed = new Feed({ store });
    feed.exchange('codex', exchange(1, []));
    await expect(feed.book.flush()).rejects.toThrow('away');
    away = false;
    expect(await feed.book.list()).toHaveLength(1);
  });

  it('is bounded, whatever names and numbers come', async () => {
    const feed = new Feed({ store: memory({ maxEntries: 50_000 }) });
    for (let at = 0; at < 900; at++) {
      const blocks = Array.from({ length: 8 }, (_, nth) =>
        block(`messages.${at}.${nth}`, 10 + at, 5, { tool: `tool-${at}-${'x'.repeat(500)}` }),
      );
      feed.exchange('codex', exchange(at, [...blocks, block('m', 9, 3, { tool: '__proto__' })]));
    }
    const record = await feed.book.read(keyOf({ agent: 'codex', session: 's-1' }));
    expect(record?.requests).toBe(900);
    expect((record?.dropped ?? 0) + (record?.steps.length ?? 0)).toBe(900);
    expect(Object.keys(record?.tools ?? {}).length).toBeLessThanOrEqual(61);
    expect(JSON.stringify(record).length).toBeLessThan(800_000);
  });

  it('books what a hook brings and what is asked back, and holds no word of a text', async () => {
    const store = memory();
    const feed = new Feed({ store, keepTexts: true });
    const session = { agent: 'claude-code', session: 'hooked' };
    const plain = createLedger({ store });
    const engine = createHeadroom({ store, retrieval: 'tool' });
    const messages = [
      { role: 'user', content: 'Which host?' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'cat' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: rows }] }] },
    ];
    const told = { frozenMessageCount: 2, ledger: feed.ledgerOf(plain, session), model: 'claude-sonnet-4-5' };
    const { blocks, messages: after } = await engine.compress({ messages }, told);
    const hash = blocks.find((one) => one.hash !== undefined)?.hash ?? '';
    await engine.retrieve(hash, {});
    feed.ledger(plain).recordRetrieval(120, { hash });
    feed.ledger(plain).recordRetrieval(5, { hash: 'of somebody else' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const record = await feed.book.read(keyOf(session));
    expect(record).toMatchObject({ requests: 0, outputs: 1, askedBack: 1, model: 'claude-sonnet-4-5' });
    expect(record?.asked).toMatchObject([{ tokens: 120, tool: 'Bash', hash }]);
    const [line] = record?.steps[0]?.texts ?? [];
    expect(line).toMatchObject({ outcome: 'trimmed', hash });
    expect(line?.licence).toBeDefined();
    const sent = await new SentTexts(store).read(line?.sent ?? '');
    expect(JSON.stringify(after)).toContain(JSON.stringify(sent).slice(1, 60));
    expect((await plain.report()).total).toMatchObject({ texts: 1, retrievals: 2 });
    const group = store.group('dashboard-sessions');
    for (const { key, note } of await group.list())
      expect(note + JSON.stringify(await group.get(key))).not.toMatch(/nobody may read|node-3/);
  });

  it('finds the session of an original that another process left out', async () => {
    const store = memory();
    new Feed({ store }).exchange('codex', exchange(1, [block('messages.2', 900, 100, { hash: 'abc' })]));
    const one = new Feed({ store });
    one.exchange('codex', exchange(1, [block('messages.2', 900, 100, { hash: 'abc' })]));
    await one.book.flush();
    const later = new SessionBook({ store });
    await later.addAsked('abc', 70);
    expect((await later.list())[0]).toMatchObject({ askedBack: 1 });
  });

  it('keeps texts as they were sent only where it is told to', async () => {
    const texts = () => [{ block: block('messages.2', 900, 100), original: 'long original', sent: 'short' }];
    const packed = { outcome: 'packed', hash: undefined } as unknown as Partial<BlockReport>;
    const { hash: _, ...bare } = block('messages.2', 900, 100, packed);
    for (const keepTexts of [true, false]) {
      const store = memory();
      const feed = new Feed({ store, keepTexts });
      feed.exchange('codex', exchange(1, [bare as BlockReport], { texts }));
      const record = await feed.book.read(keyOf({ agent: 'codex', session: 's-1' }));
      const [line] = record?.steps[0]?.texts ?? [];
      const read = (key = '') => new SentTexts(store).read(key);
      expect([await read(line?.sent), await read(line?.was)]).toEqual(
        keepTexts ? ['short', 'long original'] : [undefined, undefined],
      );
    }
  });
});
