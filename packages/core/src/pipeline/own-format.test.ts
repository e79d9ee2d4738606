import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../compress.js';
import type { Compressor } from '../model/compressor.js';
import { HeadroomError } from '../model/errors.js';
import type { Format } from '../model/format.js';

interface Letter {
  readonly kind: 'letter';
  readonly pages: readonly { readonly body: unknown }[];
}

/** Keeps the first line of anything long. */
const firstLine: Compressor = {
  name: 'first_line',
  match: () => 1,
  compress: ({ lines }) => ({
    kind: 'trimmed',
    licence: 'rows',
    text: lines[0] ?? '',
    omitted: { summary: `${lines.length - 1} lines` },
  }),
};

const letters: Format<Letter> = {
  name: 'letters',
  matches: (body): body is Letter => (body as Letter | null)?.kind === 'letter',
  *blocks({ pages }) {
    for (const [turn, { body }] of pages.entries())
      yield { at: ['pages', turn, 'body'], text: String(body), turn, role: 'tool', query: '' };
  },
  offer: () => undefined,
};

const long = Array.from({ length: 300 }, (_, i) => `sentence number ${i}`).join('\n');

describe('option `format`', () => {
  it('reads and edits a shape that core does not know', () => {
    const letter: Letter = { kind: 'letter', pages: [{ body: 'short' }, { body: long }] };
    const { body, ccrHashes } = createHeadroom({ format: letters, compressors: [firstLine] }).compressSync(letter);
    expect(body.pages[0]).toBe(letter.pages[0]);
    expect(body.pages[1]?.body).toMatch(/^sentence number 0\n(?:.*\n)*\[Left out: 299 lines/);
    expect(ccrHashes).toHaveLength(1);
  });

  it('lets the format say how a changed text is written', () => {
    const wrapped: Format<Letter> = {
      ...letters,
      write: (_, { at }, text) => ({ kind: 'replace', at, value: { rewritten: text } }),
    };
    const letter: Letter = { kind: 'letter', pages: [{ body: long }] };
    const { body } = createHeadroom({ format: wrapped, compressors: [firstLine] }).compressSync(letter);
    expect(body.pages[0]?.body).toEqual({ rewritten: expect.stringContaining('[Left out: 299 lines') });
  });

  it('leaves the request and says so when the format cannot write', () => {
    const broken: Format<Letter> = {
      ...letters,
      write() {
        throw new TypeError('no');
      },
    };
    const letter: Letter = { kind: 'letter', pages: [{ body: long }] };
    const result = createHeadroom({ format: broken, compressors: [firstLine] }).compressSync(letter);
    expect(result.body).toBe(letter);
    expect(result.compressed).toBe(false);
    expect(result.warnings).toEqual([expect.objectContaining({ code: 'format_failed' })]);
  });

  it('still knows the built-in shapes, so that compressText works on the same instance', () => {
    const { text } = createHeadroom({ format: letters, compressors: [firstLine] }).compressTextSync(long);
    expect(text).toMatch(/^sentence number 0\n(?:.*\n)*\[Left out: 299 lines/);
  });

  it('is checked like every option', () => {
    expect(() => createHeadroom({ format: { name: 'x' } as unknown as Format })).toThrow(HeadroomError);
  });
});
