import { Tokenizer } from 'ai-tokenizer';
import * as claude from 'ai-tokenizer/encoding/claude';
import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import { canCount, counterFor, encodingFor } from './counter-for.js';
import { cutPiece } from './cut-piece.js';
import { estimate } from './estimate.js';

const oracle = { o200k_base: new Tiktoken(o200k), cl100k_base: new Tiktoken(cl100k) };
const SAMPLES = [
  'The quick brown fox jumps over the lazy dog.',
  '{"id":12345678901234567890,"ok":true,"name":"héllo — 🌍"}',
  'def put(self, item, block=True, timeout=None):\n\t\treturn item  # ok\r\n',
  'a literal <|endoftext|> in a text is text',
  'constructor hasOwnProperty valueOf __proto__ toString isPrototypeOf',
  '日本語のテキストと混在した English',
];

/** What the patterns treat alike, and what they do not. */
const PIECES = (
  `a|B|é|É|ſ|ʰ|日|́|²|7|22|4567| |  |\t|\v|\n|\r\n|\u00a0|\u3000|\u2028|.|//|/|{"|_|—|🌍|\0|\u007f|'|'s|'LL|'re|'V|` +
  'word|Word|WORD|parseDate|constructor|administration'
).split('|');

describe('counterFor', () => {
  it.each(['gpt-4o', 'gpt-4'])('agrees with js-tiktoken for %s', (model) => {
    const counter = counterFor(model);
    const reference = oracle[counter.name as keyof typeof oracle];
    const exact = (text: string) => reference.encode(text, [], []).length;
    for (const text of SAMPLES) expect(counter.count(text), text).toBe(exact(text));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...SAMPLES), fc.string({ unit: 'grapheme' }), fc.lorem()), { maxLength: 6 }),
        (parts) => {
          const text = parts.join(' ');
          expect(counter.count(text)).toBe(exact(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(['gpt-4o', 'gpt-4'])('cuts pieces where the pattern for %s does', (model) => {
    const counter = counterFor(model);
    const reference = oracle[counter.name as keyof typeof oracle];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(counter.count(text), JSON.stringify(text)).toBe(reference.encode(text, [], []).length);
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with the encoder's own count for Claude, and over parts of long texts", () => {
    const stringEncoder = Object.assign(Object.create(null), claude.stringEncoder);
    const plain = new Tokenizer({ ...claude, stringEncoder, special_tokens: {} } as never);
    const short = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(short, (text) => {
        expect(counterFor('claude-sonnet-4-5').count(text), JSON.stringify(text)).toBe(plain.count(text));
      }),
      { numRuns: 1000 },
    );
    const lines = Array.from({ length: 2500 }, (_, i) => `line ${i}: "it's" {${i * 7919}} – done`).join('\n');
    for (let shift = 0; shift < 10; shift++) {
      const text = 'x'.repeat(shift) + lines;
      expect(counterFor('gpt-4').count(text)).toBe(oracle.cl100k_base.encode(text, [], []).length);
    }
  });

  it('knows model families by id, with and without provider prefixes', () => {
    expect(encodingFor('openai/gpt-5-mini')).toEqual({ encoding: 'o200k_base', exact: true });
    expect(encodingFor('o3-mini').encoding).toBe('o200k_base');
    expect(encodingFor('gpt-3.5-turbo').encoding).toBe('cl100k_base');
    expect(encodingFor('us.anthropic.claude-sonnet-4')).toEqual({ encoding: 'claude', exact: false });
    expect(encodingFor('gemini-2.5-pro').exact).toBe(false);
    expect(canCount('gpt-4o')).toBe(true);
  });

  it('counts 64,000 equal characters in time linear in their number', () => {
    const counter = counterFor('gpt-4o');
    for (const unit of ['a', ' ', '-', '語', '🌍']) {
      const start = performance.now();
      counter.count(unit.repeat(8_000));
      const small = performance.now() - start;
      const again = performance.now();
      counter.count(unit.repeat(64_000));
      expect(performance.now() - again, unit).toBeLessThan(40 * small + 200);
    }
  });
});

describe('cutPiece', () => {
  it('joins back to the piece, cuts none of 1,000 characters and no character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', ' ', '-', '1', '🌍', '語'), fc.integer({ min: 1, max: 3000 }))),
        (runs) => {
          const text = runs.map(([unit, times]) => unit.repeat(times)).join('');
          const parts = cutPiece(text);
          expect(parts.join('')).toBe(text);
          for (const part of parts) expect(part.length <= 1001 && part.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
    expect(cutPiece('x'.repeat(1000))).toHaveLength(1);
  });
});

describe('hostile texts', () => {
  it('are counted, however long a run of one class is', () => {
    const models = ['gpt-4o', 'gpt-4', 'claude-sonnet-4-5'];
    for (const [i, unit] of ['中', 'É', '─', '─-', '👍', '\u3000', '٣', 'ʰ', 'a\u0301', '\n\u3000'].entries())
      for (const model of [models[i % 3]])
        expect(counterFor(model).count(unit.repeat(4_300_000 / unit.length)), model + unit).toBeGreaterThan(1000);
  }, 120_000);

  it('are cut at the same places near the borders of a window', () => {
    for (const [name, reference] of Object.entries({ 'gpt-4o': oracle.o200k_base, 'gpt-4': oracle.cl100k_base })) {
      const counter = counterFor(name);
      for (let shift = 0; shift < 6; shift++) {
        const text = `${'a b '.repeat(16_382)}${'x'.repeat(shift)}É't ${'語'.repeat(50)}'re ─\n/ 123é`;
        expect(counter.count(text), name).toBe(reference.encode(text, [], []).length);
      }
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

  it('stays within 35 % of the exact count on ordinary text', () => {
    const counter = counterFor('gpt-4o');
    for (const text of SAMPLES.slice(0, 3).map((sample) => sample.repeat(20))) {
      const ratio = estimate(text) / counter.count(text);
      expect(ratio, text.slice(0, 40)).toBeGreaterThan(0.65);
      expect(ratio, text.slice(0, 40)).toBeLessThan(1.35);
    }
  });
});
