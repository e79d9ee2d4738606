import { describe, expect, it } from 'vitest';
import { counterFor } from '../tokens/counter-for.js';
import { contentHash, HASH_LENGTH, portableDigest } from './hash.js';
import { readHash, readMarker, writeMarker } from './marker.js';
import { memory } from './memory-store.js';
import { retrieve } from './retrieve.js';
import { RETRIEVE_TOOL, retrieveTool } from './tool.js';

describe('memory', () => {
  it('evicts the oldest when full, by entries and by characters, and knows what it once held', () => {
    const store = memory({ maxEntries: 3, maxCharacters: 100 });
    for (const key of ['a', 'b', 'c', 'd']) store.set(key, key);
    expect(store.get('a')).toBeUndefined();
    expect(store.expired('a')).toBe(true);
    expect(store.expired('never')).toBe(false);
    store.set('big', 'x'.repeat(99));
    expect([store.get('b'), store.get('d'), store.get('big')?.length]).toEqual([undefined, 'd', 99]);
    expect(() => store.set('huge', 'x'.repeat(101))).toThrow();
    expect(store.get('big')).toBeDefined();
  });

  it('forgets after its time, not before', () => {
    let now = 0;
    const store = memory({ ttl: 10, now: () => now });
    store.set('a', '1');
    store.set('b', '2', { ttl: 100 });
    now = 9_999;
    expect(store.get('a')).toBe('1');
    now = 10_000;
    expect([store.get('a'), store.expired('a'), store.get('b')]).toEqual([undefined, true, '2']);
  });

  it('keeps an empty value and counts replaced ones once', () => {
    const store = memory({ maxCharacters: 10 });
    store.set('a', '');
    for (let i = 0; i < 50; i++) store.set('b', '12345678');
    expect([store.get('a'), store.get('b'), store.size]).toEqual(['', '12345678', 2]);
  });

  it('refuses senseless bounds', () => {
    expect(() => memory({ ttl: 0 })).toThrow(/ttl/);
  });
});

describe('retrieve', () => {
  const store = memory();
  const rows = Array.from({ length: 500 }, (_, i) => ({
    id: i + 1,
    name: `item ${i + 1}`,
    note: i === 376 ? 'needs a new gasket' : 'fine',
  }));
  const json = JSON.stringify({ total: 500, items: rows });
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${i + 1}${i === 499 ? ' the pump is leaking' : ''}`).join(
    '\n',
  );
  const keep = (text: string) => {
    const hash = contentHash(text);
    store.set(hash, text);
    return hash;
  };
  const found = async (text: string, options = {}) => {
    const answer = await retrieve(store, keep(text), options);
    if (answer.status !== 'found') throw new Error(answer.message);
    return answer;
  };

  it('gives the exact original in every form a model may write the hash', async () => {
    const hash = keep(lines);
    for (const form of [
      hash,
      hash.toUpperCase(),
      `hash=${hash}-ab12`,
      `<<ccr:${hash}>>`,
      `[Left out: x. hash=${hash}-0000]`,
    ]) {
      expect(await retrieve(store, form)).toMatchObject({ status: 'found', text: lines, whole: true });
    }
  });

  it('cuts lines, rows, paths, ends, characters and the parts that fit a question', async () => {
    expect((await found(lines, { lines: '120-122' })).text).toBe('line 120\nline 121\nline 122');
    expect((await found(lines, { lines: '999-' })).text).toBe('line 999\nline 1000');
    expect((await found(lines, { lines: '1, 3-4' })).part).toBe('lines 1, 3-4 of 1000');
    expect(JSON.parse((await found(json, { rows: '377' })).text)).toEqual(rows[376]);
    expect((await found(json, { path: '/items/376/note' })).text).toBe('"needs a new gasket"');
    expect((await found(lines, { head: 1, tail: 1 })).text).toBe('line 1\n[…]\nline 1000');
    expect((await found(lines, { offset: 5, limit: 6 })).text).toBe('1\nline');
    expect((await found(lines, { query: 'leaking pump' })).text).toBe(
      '499: line 499\n500: line 500 the pump is leaking\n501: line 501',
    );
    expect((await found(json, { query: 'gasket' })).text).toContain('377: ');
    expect((await found('a,b,c\n1,2,3\n4,5,6', { rows: '2' })).text).toBe('4,5,6');
    expect((await found('{"a":1}\n{"a":2}\n{"a":3}', { rows: '2-3' })).text).toBe('{"a":2}\n{"a":3}');
  });

  it('says what is wrong with a selector', async () => {
    for (const options of [{ lines: 'ten' }, { lines: '2000-' }, { lines: '9-3' }, { rows: '1' }, { path: '/x' }]) {
      expect((await retrieve(store, keep(lines), options)).status, JSON.stringify(options)).toBe('invalid');
    }
  });

  it('bounds what it returns and says so', async () => {
    const answer = await found(lines, { maxCharacters: 100 });
    expect(answer.text.length).toBeLessThanOrEqual(100);
    expect(answer.part).toContain('narrower');
    expect(answer.whole).toBe(false);
  });

  it('tells unknown from expired, and both tell the model to stop asking', async () => {
    const tiny = memory({ maxEntries: 1 });
    tiny.set(contentHash('old'), 'old');
    tiny.set(contentHash('new'), 'new');
    const expired = await retrieve(tiny, contentHash('old'));
    const unknown = await retrieve(tiny, contentHash('never'));
    expect([expired.status, unknown.status]).toEqual(['expired', 'unknown']);
    for (const miss of [expired, unknown])
      expect('message' in miss && miss.message).toContain('Do not ask for this hash again');
    expect((await retrieve(tiny, 'nonsense')).status).toBe('invalid');
  });

  it('never serves a damaged original', async () => {
    const damaged = memory();
    damaged.set(contentHash('the text'), 'another text');
    expect((await retrieve(damaged, contentHash('the text'))).status).toBe('failed');
  });

  it('answers when the store fails', async () => {
    const broken = { get: () => Promise.reject(new Error('down')), set: () => undefined, delete: () => undefined };
    expect((await retrieve(broken, contentHash('x'))).status).toBe('failed');
  });
});

describe('contentHash', () => {
  it("is the same with the runtime's own SHA-256 and with the portable one", () => {
    for (const text of ['', 'abc', 'é🌍', 'half \ud83c pair', 'long '.repeat(30_000)])
      expect(contentHash(text)).toBe(portableDigest(text).slice(0, HASH_LENGTH));
  });
});

describe('writeMarker', () => {
  it('is one line that reads as a sentence', () => {
    const text = writeMarker('kept\n', { summary: '3 of 9 rows\n(2 ok).' }, contentHash('x'), { tool: RETRIEVE_TOOL });
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(
      /^kept\n\[Left out: 3 of 9 rows \(2 ok\)\. Full text: call headroom_retrieve with hash=[0-9a-f]{24}-[0-9a-f]{4} \(/,
    );
    expect(readMarker(text)?.hash).toBe(contentHash('x'));
    expect(readHash(text)).toBe(contentHash('x'));
  });

  it('hides behind a comment where the text is code', () => {
    const text = writeMarker('x = 1', { summary: 'one body', comment: '#' }, contentHash('x'), 'summary');
    expect(text.split('\n')[1]).toMatch(/^# \[Left out/);
    expect(readMarker(text)).toBeDefined();
  });
});

describe('retrieveTool', () => {
  it('is the same bytes every time and names itself in every dialect', () => {
    for (const dialect of ['openai-chat', 'openai-responses', 'anthropic', 'gemini'] as const) {
      const text = JSON.stringify(retrieveTool(dialect));
      expect(JSON.stringify(retrieveTool(dialect))).toBe(text);
      // The site says 270.
      expect(Math.abs(counterFor('gpt-4o').count(text) - 270)).toBeLessThan(8);
      expect(text).toContain('"headroom_retrieve"');
    }
    expect(JSON.stringify(retrieveTool('gemini'))).not.toContain('additionalProperties');
  });
});
