import { describe, expect, it } from 'vitest';
import { answerRetrieve } from './answer.js';
import { contentHash } from './hash.js';
import { memory } from './memory-store.js';
import { retrieve } from './retrieve.js';

function retrieverOf(...originals: string[]) {
  const store = memory();
  for (const text of originals) store.set(contentHash(text), text);
  return { retrieve: (hash: string, options = {}) => retrieve(store, hash, options) };
}

describe('answerRetrieve', () => {
  const original = Array.from({ length: 50 }, (_, i) => `line ${i + 1}`).join('\n');
  const hash = contentHash(original);

  it('gives the whole original without a word of its own', async () => {
    expect(await answerRetrieve(retrieverOf(original), { hash })).toBe(original);
  });

  it('takes arguments as JSON text and says which part it gives', async () => {
    const answer = await answerRetrieve(retrieverOf(original), JSON.stringify({ hash: `hash=${hash}`, lines: '3-4' }));
    expect(answer).toBe('[lines 3-4 of 50]\nline 3\nline 4');
  });

  it('reads a number where a range was expected, and ignores what it does not know', async () => {
    expect(await answerRetrieve(retrieverOf(original), { hash, lines: 7, colour: 'red' })).toContain('line 7');
  });

  it('bounds what it gives', async () => {
    const long = `${'word '.repeat(20)}\n`.repeat(5000);
    const answer = await answerRetrieve(retrieverOf(long), { hash: contentHash(long) });
    expect(answer.length).toBeLessThan(61_000);
    expect(answer).toContain('ask for a narrower part');
  });

  it.each([[{ hash: 'f'.repeat(24) }], ['nonsense'], [null], [undefined], [42], [{}]])(
    'ends a request it cannot serve: %j',
    async (args) => {
      expect(await answerRetrieve(retrieverOf(original), args)).toMatch(/Do not ask|not a hash/);
    },
  );

  it('does not throw when the retriever does', async () => {
    const broken = { retrieve: () => Promise.reject(new Error('disk')) };
    expect(await answerRetrieve(broken, { hash })).toMatch(/could not be read/);
  });
});
