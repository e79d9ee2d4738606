import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import { canCount, counterFor, encodingFor, loadCounter } from './counter-for.js';
import { estimate, estimateInTurns } from './estimate.js';
import { Vocabulary } from './vocabulary.js';

type Published = typeof o200k;
/** The reference with white space as the publishers' own engines know it: not with U+FEFF, as in JavaScript. */
const reference = (published: Published) =>
  new Tiktoken({
    ...published,
    pat_str: published.pat_str.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'),
  });
const claude = createRequire(import.meta.url)('@anthropic-ai/tokenizer/claude.json') as Published;
const oracle = { o200k_base: reference(o200k), cl100k_base: reference(cl100k), claude: reference(claude) };
const exactly = (model: string, text: string) => oracle[encodingFor(model).encoding].encode(text, [], []).length;
const MODELS = ['gpt-4o', 'gpt-4', 'claude-sonnet-4-5'];
const SAMPLES = [
  'The quick brown fox jumps over the lazy dog.',
  '{"id":12345678901234567890,"ok":true,"name":"héllo — 🌍"}',
  'def put(self, item, block=True, timeout=None):\n\t\treturn item  # ok\r\n',
  'a literal <|endoftext|> in a text is text',
  'constructor hasOwnProperty valueOf __proto__ toString isPrototypeOf',
  '日本語のテキストと混在した English',
  '\ufeffhello \ufeff\ufeffusing',
];

/** What the patterns treat alike, and what they do not. */
const PIECES = (
  `a|B|é|É|ſ|ʰ|日|́|²|7|22|4567| |  |\t|\v|\n|\r\n|\u00a0|\u3000|\u2028|\u0085|\ufeff|.|//|/|{"|_|—|…|×→|·|🌍|\0|\u007f|'|'s|'LL|'re|'V|` +
  'word|Word|WORD|parseDate|constructor|administration'
).split('|');

describe('counterFor', () => {
  it.each(MODELS)('agrees with js-tiktoken for %s', (model) => {
    const counter = counterFor(model);
    for (const text of SAMPLES) expect(counter.count(text), text).toBe(exactly(model, text));
    const text = fc.oneof(
      fc.constantFrom(...SAMPLES),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.lorem(),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
        const joined = parts.join(' ');
        expect(counter.count(joined), JSON.stringify(joined)).toBe(exactly(model, joined));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(MODELS)('cuts pieces where the pattern for %s does', (model) => {
    const counter = counterFor(model);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(counter.count(text), JSON.stringify(text)).toBe(exactly(model, text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(MODELS)('merges long runs of equal characters exactly for %s', (model) => {
    for (const unit of ['a', ' ', '-', '=', '\n', '语', '\0', '🌍', 'ab', ' \n', 'é']) {
      for (const times of [95, 97, 200, 331]) {
        const text = unit.repeat(times);
        expect(counterFor(model).count(text), `${times} of ${JSON.stringify(unit)}`).toBe(exactly(model, text));
      }
    }
  });

  it('counts over the parts of long texts as in one', () => {
    const lines = Array.from({ length: 2500 }, (_, i) => `line ${i}: "it's" {${i * 7919}} – done`).join('\n');
    const blanks = `${'x'.repeat(65_000)}\n${' '.repeat(1000)}\n  end`;
    for (let shift = 0; shift < 10; shift++) {
      const text = '- '.repeat(shift) + lines;
      expect(counterFor('gpt-4').count(text)).toBe(exactly('gpt-4', text));
    }
    expect(counterFor('gpt-4').count(blanks)).toBe(
      counterFor('gpt-4').count('x'.repeat(65_000)) + exactly('gpt-4', blanks.slice(65_000)),
    );
  });

  it('takes a vocabulary by hand and refuses what is none', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(3), new Uint8Array(4096)]) {
      expect(() => Vocabulary.read(bytes)).toThrow(RangeError);
      await expect(loadCounter('gpt-4o', bytes)).rejects.toMatchObject({ code: 'invalid_argument', option: 'bytes' });
    }
    const file = new URL('../../dist/vocabularies/o200k_base.bin', import.meta.url);
    const bytes = readFileSync(file);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect((await loadCounter('gpt-4o', shifted.subarray(1))).count('hello world')).toBe(2);
    expect(() => Vocabulary.read(bytes.subarray(0, -1))).toThrow(RangeError);
  });

  it('knows model families by id, with and without provider prefixes', () => {
    expect(encodingFor('openai/gpt-5-mini')).toEqual({ encoding: 'o200k_base', exact: true });
    expect(encodingFor('o3-mini').encoding).toBe('o200k_base');
    expect(encodingFor('gpt-3.5-turbo').encoding).toBe('cl100k_base');
    expect(encodingFor('us.anthropic.claude-sonnet-4')).toEqual({ encoding: 'claude', exact: false });
    expect(encodingFor('gemini-2.5-pro').exact).toBe(false);
    expect(canCount('gpt-4o')).toBe(true);
  });

  it('counts long runs of one character in time linear in their number', () => {
    const counter = counterFor('gpt-4o');
    for (const unit of ['a', ' ', '-', '語', '🌍']) {
      const start = performance.now();
      counter.count(unit.repeat(60_000));
      const small = performance.now() - start;
      const again = performance.now();
      counter.count(unit.repeat(480_000));
      expect(performance.now() - again, unit).toBeLessThan(24 * small + 200);
    }
  });
});

describe('hostile texts', () => {
  it('are counted, however long a run of one class is', () => {
    for (const [i, unit] of ['中', 'É', '─', '─-', '👍', '\u3000', '٣', 'ʰ', 'a\u0301', '\n\u3000'].entries()) {
      const model = MODELS[i % 3] as string;
      expect(counterFor(model).count(unit.repeat(4_300_000 / unit.length)), model + unit).toBeGreaterThan(1000);
    }
  }, 120_000);

  it('are cut at the same places near the borders of a window', () => {
    for (const model of MODELS)
      for (let shift = 0; shift < 6; shift++) {
        const text = `${'a b '.repeat(16_382)}${'x'.repeat(shift)}É't ${'語'.repeat(50)}'re ─\n/ 123é`;
        expect(counterFor(model).count(text), model).toBe(exactly(model, text));
      }
  });

  it('do not make a counter slow for the rest of its life', () => {
    const counter = counterFor('gpt-4');
    const piecesFrom = (start: number) =>
      Array.from({ length: 60_000 }, (_, i) => `ß${(start + i).toString(36)}ü`).join('é ');
    const time = (start: number) => {
      const text = piecesFrom(start);
      const begin = performance.now();
      counter.count(text);
      return performance.now() - begin;
    };
    time(0);
    const early = time(1e6);
    for (let i = 2; i < 6; i++) time(i * 1e6);
    expect(time(9e6)).toBeLessThan(early * 4 + 100);
  }, 60_000);
});

describe('estimate', () => {
  it('takes every run of letters, digits, white space or signs for itself', () => {
    const worth = (run: string) =>
      /[A-Za-z]/.test(run[0]!)
        ? Math.ceil(run.length / 6)
        : /\d/.test(run[0]!)
          ? Math.ceil(run.length / 3)
          : /\s/.test(run[0]!)
            ? run.length > 1 || run === '\n'
              ? 1 + Math.floor(run.length / 16)
              : 0
            : Math.ceil(run.length / 2);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary' }))), (parts) => {
        const text = parts.join('');
        const runs = text.match(/[A-Za-z]+|\d+|[^\sA-Za-z\d]+|\s+/g) ?? [];
        expect(estimate(text)).toBe(runs.reduce((sum, run) => sum + worth(run), 0));
      }),
    );
  });

  it('gives others a turn within a run that does not end', () => {
    for (const unit of ['a', '─', ' ', '7']) {
      const turns = [...estimateInTurns(unit.repeat(2_000_000))];
      expect(turns.length, unit).toBeGreaterThan(6);
    }
  });

  it('stays within 35 % of the exact count on ordinary text', () => {
    const counter = counterFor('gpt-4o');
    for (const text of SAMPLES.slice(0, 3).map((sample) => sample.repeat(20))) {
      const ratio = estimate(text) / counter.count(text);
      expect(ratio, text.slice(0, 40)).toBeGreaterThan(0.65);
      expect(ratio, text.slice(0, 40)).toBeLessThan(1.35);
    }
  });
});
