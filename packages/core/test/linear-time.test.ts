import { describe, expect, it } from 'vitest';
import { defaultCompressors } from '../src/index.js';
import { createContent } from '../src/reading/content.js';
import { makeTask } from '../src/testing/make-task.js';

const UNITS = [
  ' ',
  '\t',
  'a',
  '1',
  '-',
  '=',
  '.',
  ':',
  '/',
  '\\',
  '|',
  '│   ',
  '├── ',
  '"',
  "'",
  '`',
  '(',
  '[',
  '{',
  '<',
  '>',
  '#',
  '*',
  '+',
  '@',
  ',',
  ';',
  '_',
  '%',
  '\n',
  '\r',
  '\u001b[0m',
  'a ',
  ' a',
  '1 ',
  'a:',
  ':1:',
  'a-1-',
  'A',
  'aB',
  '0x',
  '&amp;',
  'at ',
  'in ',
  'error ',
  'a.b',
  './',
  '../',
  'a=1 ',
  '- ',
  '* ',
  '=> ',
  '10:00:00 ',
  '| a ',
  '\u00a0',
  '漢',
  '🙂',
  '</',
  '/>',
  'a\n',
  ' \n',
  '\n\n',
  'File "',
  '---\n',
];

/** Time to match and compress, the least of three. */
async function time(text: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const content = createContent(text);
    const start = performance.now();
    for (const compressor of defaultCompressors()) {
      if (compressor.match(content) > 0)
        await compressor.compress(
          content,
          makeTask({
            query: 'what failed in a.b?',
            tokens: { name: 'free', exact: false, count: (one) => one.length >> 2 },
          }),
        );
    }
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

describe('time is linear in the length of hostile runs', () => {
  it.each(UNITS.map((unit) => [JSON.stringify(unit), unit] as const))(
    '%s',
    async (_, unit) => {
      for (const [before, after] of [
        ['', ''],
        ['x ', ' x\n'],
        ['2026-01-06 09:00:00 ERROR ', '!\n'],
        ['total 8\n├── a\n│   ├── b\n', ' |\n'],
      ] as const) {
        const make = (length: number) => `${before}${unit.repeat(Math.ceil(length / unit.length))}${after}`.repeat(2);
        const short = await time(make(4_000));
        const long = await time(make(64_000));
        // 16 times the length: linear is 16, quadratic 256. Small absolute times are noise.
        if (long > 60)
          expect(long / Math.max(short, 0.5), `${long.toFixed(0)} ms against ${short.toFixed(1)} ms`).toBeLessThan(80);
      }
    },
    60_000,
  );
});
