import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../../compress.js';
import { decodeText } from './source.js';

const items = Array.from({ length: 300 }, (_, id) => ({
  id,
  host: `node-${id % 7}`,
  state: id === 211 ? 'lost' : 'fine',
}));
const json = JSON.stringify(items, null, 1);
/** Names that agents give what a command printed, on its first line. */
const around = (text: string) => [
  `<untrusted_context>\nOutput: ${text}\nProcess Group PGID: 872\n</untrusted_context>`,
  `Output: ${text}`,
  `Exit code: 0\nStd out: ${text}`,
];

describe('JSON behind a name on its line', () => {
  it.each(around(json))('is read: %.40s', async (text) => {
    const engine = createHeadroom();
    const {
      text: shown,
      tokensBefore,
      tokensAfter,
    } = await engine.compressText(text, { query: 'Which node is lost?' });
    expect(tokensAfter).toBeLessThan(tokensBefore / 10);
    expect(shown).toContain('lost');
    const [before = '', after = ''] = text.split(json);
    expect([shown.startsWith(before), shown.includes(after)]).toEqual([true, true]);
    const [hash = ''] = /[0-9a-f]{24}(?:-[0-9a-f]+)?/.exec(shown) ?? [];
    expect(await engine.retrieve(hash, { rows: '212' })).toMatchObject({ text: expect.stringContaining('"lost"') });
    expect(await engine.retrieve(hash)).toMatchObject({ status: 'found', text });
  });

  it.each(around(json))('packs and unpacks: %.40s', async (text) => {
    const engine = createHeadroom({ mode: 'lossless' });
    const { text: packed } = await engine.compressText(text);
    expect(packed.length).toBeLessThan(text.length / 2);
    expect(decodeText(packed)).toBe(text.replace(json, JSON.stringify(items)));
  });

  it('is no name where the rest of the text is more than the JSON', async () => {
    const prose = Array.from(
      { length: 80 },
      (_, i) => `Sentence ${i} says something of its own kind, in ${i * 7} words.`,
    ).join(' ');
    const text = `Note: {"a":1}\n${prose}`;
    expect((await createHeadroom({ mode: 'lossless' }).compressText(text)).text).toBe(text);
  });
});
