import { describe, expect, it } from 'vitest';
import { type Compressor, createHeadroom, type HeadroomOptions, memory } from '../index.js';

const log = (seed: number, count = 200) =>
  Array.from(
    { length: count },
    (_, i) =>
      `2026-01-06 09:${10 + (i % 50)}:${10 + (i % 45)} worker ${(i * 7919 + seed) % 97} finished shard ${(i * 31 + seed) % 1009}`,
  ).join('\n');
const rows = Array.from({ length: 300 }, (_, i) =>
  JSON.stringify({
    id: i,
    host: `web-${(i * 37) % 113}`,
    ms: (i * 7919) % 997,
    state: i === 77 ? 'failed' : 'done',
    note: `shard ${(i * 31) % 1009} ${((i * 2654435761) >>> 9).toString(36)}`,
  }),
).join('\n');
const small = JSON.stringify({ items: Array.from({ length: 6 }, (_, i) => ({ id: i, ok: true })) }, null, 2);

const turn = (id: number, content: string) => [
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: `c${id}`, type: 'function', function: { name: 'run', arguments: `{"job":${id}}` } }],
  },
  { role: 'tool', tool_call_id: `c${id}`, content },
];
const first = [{ role: 'user', content: 'Which job failed?' }, ...turn(1, log(1)), ...turn(2, rows), ...turn(3, small)];
const grown = [...first, ...turn(4, log(4)), ...turn(5, small.replaceAll('true', 'false'))];

const first100: Compressor = {
  name: 'first_100',
  match: () => 1,
  compress: ({ text }) => ({
    kind: 'trimmed',
    licence: 'passages',
    text: text.slice(0, 100),
    omitted: { summary: 'the rest' },
  }),
};
const others: readonly [string, HeadroomOptions][] = [
  ['mode', { mode: 'aggressive' }],
  ['no loss', { mode: 'lossless' }],
  ['minTokens', { minTokens: 10 }],
  ['a compressor', { compressors: [first100] }],
  ['excluded tools', { excludeTools: ['run'] }],
  ['frozen messages', { frozenMessageCount: 4 }],
  ['a budget', { tokenBudget: 400, onBreak: 'wait', retrieval: 'tool' }],
  ['user messages', { compressUserMessages: true, minTokens: 1 }],
];

describe('the record of outcomes', () => {
  it.each(others)('repeats what was sent, whatever the options: %s', async (name, options) => {
    const store = memory();
    const conversation = 'thread-1';
    const sent = await createHeadroom({ store, conversation }).compress(first);
    expect(sent.compressed).toBe(true);
    const again = await createHeadroom({ store, conversation, ...options }).compress(grown);
    if (name !== 'a budget') expect(again.messages.slice(0, first.length)).toEqual(sent.messages);
    const third = await createHeadroom({ store, conversation }).compress(grown);
    expect(third.messages).toEqual(again.messages);
    for (const hash of third.ccrHashes)
      expect(await createHeadroom({ store }).retrieve(hash)).toMatchObject({ status: 'found', whole: true });
    // Without the record the other options give something else: the test would otherwise show nothing.
    if (name === 'frozen messages' || name === 'user messages') return;
    const alone = await createHeadroom(options).compress(grown);
    expect(alone.messages.slice(0, first.length)).not.toEqual(sent.messages);
  });

  it('repeats a rewriting at a break, once it was sent', async () => {
    const store = memory();
    const options = { store, conversation: 'thread-1' };
    const free = await createHeadroom(options).compress(first);
    const cut = await createHeadroom({ ...options, tokenBudget: Math.floor(free.tokensAfter / 3) }).compress(grown);
    expect(cut.warnings.map(({ code }) => code)).toContain('prefix_rewritten');
    expect((await createHeadroom(options).compress(grown)).messages).toEqual(cut.messages);
  });

  it('is of one conversation, and of none where none is named', async () => {
    const store = memory();
    const sent = await createHeadroom({ store, conversation: 'thread-1' }).compress(first);
    const other: HeadroomOptions = { store, mode: 'lossless' };
    for (const options of [
      other,
      { ...other, conversation: 'thread-2' },
      { ...other, conversation: 'thread-1', record: false },
    ])
      expect((await createHeadroom(options).compress(first)).messages).not.toEqual(sent.messages);
    // Named in the call instead of the instance.
    const named = await createHeadroom(other).compress(first, { conversation: 'thread-1' });
    expect(named.messages).toEqual(sent.messages);
    expect(createHeadroom(other).compressSync(first, { conversation: 'thread-1' }).messages).toEqual(sent.messages);
  });

  it('is not used where an earlier text differs', async () => {
    const store = memory();
    const sent = await createHeadroom({ store, conversation: 'a' }).compress(first);
    const edited = [{ role: 'user', content: 'Which job failed first?' }, ...first.slice(1)];
    const result = await createHeadroom({ store, conversation: 'a', mode: 'lossless' }).compress(edited);
    expect(result.messages[2]).not.toEqual(sent.messages[2]);
  });

  it('costs nothing when it is lost or damaged, as long as the options are the same', async () => {
    const damages = [
      '',
      'null',
      '{"kind":"packed"}',
      '{"kind":"trimmed","by":"x","text":"y","digest":"z"}',
      '[1]',
      '{"kind":"odd"}',
    ];
    for (const damage of [undefined, ...damages]) {
      const store = memory();
      const damaged = {
        ...store,
        get: (key: string) => (key.startsWith('sent-') ? damage : store.get(key)),
        set: store.set.bind(store),
        delete: store.delete.bind(store),
      };
      const options: HeadroomOptions = { store: damaged, conversation: 'a' };
      const sent = await createHeadroom(options).compress(first);
      const again = await createHeadroom(options).compress(grown);
      expect(again.messages.slice(0, first.length)).toEqual(sent.messages);
      expect(again.warnings).toEqual([]);
    }
  });

  it('takes no text that leaves something out without a way back to it', async () => {
    const store = memory();
    await createHeadroom({ store, conversation: 'a' }).compress(first);
    const swapped = {
      get: (key: string) => store.get(key)?.replaceAll(/hash=[0-9a-f]{24}/g, `hash=${'0'.repeat(24)}`),
      set: () => undefined,
      delete: () => undefined,
    };
    const result = await createHeadroom({ store: swapped, conversation: 'a' }).compress(first);
    expect(JSON.stringify(result.messages)).not.toContain('0'.repeat(24));
  });

  it('is read and written in one round each, within the time for the store', async () => {
    const held = new Map<string, string>();
    const later = <T>(value: () => T) => new Promise<T>((done) => setTimeout(() => done(value()), 40));
    const store = {
      get: (key: string) => later(() => held.get(key)),
      set: (key: string, value: string) => later(() => void held.set(key, value)),
      delete: (key: string) => later(() => void held.delete(key)),
    };
    const headroom = createHeadroom({ store, conversation: 'a' });
    const sent = await headroom.compress(first);
    const start = performance.now();
    const again = await createHeadroom({ store, conversation: 'a', mode: 'aggressive' }).compress(first);
    expect(performance.now() - start).toBeLessThan(700);
    expect(again.messages).toEqual(sent.messages);
    const stuck = { ...store, get: () => new Promise<string>(() => undefined) };
    const result = await createHeadroom({ store: stuck, conversation: 'a', storeTimeoutMs: 60 }).compress(first);
    expect(result.messages).toEqual(sent.messages);
    expect(result.warnings.map(({ code }) => code)).toContain('store_failed');
  });

  it('writes only what is new', async () => {
    const store = memory();
    const written: string[] = [];
    const watched = {
      get: store.get.bind(store),
      set: (key: string, value: string) => {
        if (key.startsWith('sent-')) written.push(key);
        store.set(key, value);
      },
      delete: store.delete.bind(store),
    };
    const headroom = createHeadroom({ store: watched, conversation: 'a' });
    await headroom.compress(first);
    const before = written.length;
    await headroom.compress(first);
    expect(written).toHaveLength(before);
    await headroom.compress(grown);
    expect(written).toHaveLength(before + 2);
    await headroom.simulate([...grown, ...turn(6, log(6))]);
    expect(written).toHaveLength(before + 2);
  });
});
