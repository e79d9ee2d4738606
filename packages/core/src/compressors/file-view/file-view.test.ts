import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNumberedView, readNumberedView, unpackNumberedView } from '../../packs/numbered-view.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { fileView } from './file-view.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));
testCompressor({ describe, it, expect }, fileView(), { fixtures });

const pack = (text: string) => packNumberedView(text.split('\n'), text);
const styles = fc.constantFrom(
  { width: 6, separator: '→' },
  { width: 6, separator: '\t' },
  { width: 0, separator: ':' },
);
const body = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^\t{0,3}[a-z(){};= ]{0,20}$/) },
  { weight: 2, arbitrary: fc.constantFrom('', '}', '\t});', '\r', '  )', '12→x', '7\ty', '3:z') },
  { weight: 1, arbitrary: fc.string() },
);

describe('numbered views', () => {
  it('come back exactly from their packed form, in every style, and pack once', () => {
    fc.assert(
      fc.property(
        fc.array(body, { minLength: 6, maxLength: 60 }),
        styles,
        fc.integer({ min: 1, max: 9990 }),
        (lines, style, first) => {
          const bodies = lines.map((line) => line.replaceAll('\n', ' '));
          const text = bodies
            .map((line, i) => String(first + i).padStart(style.width) + style.separator + line)
            .join('\n');
          const packed = pack(text);
          if (packed === undefined) return;
          expect(unpackNumberedView(packed, style)).toBe(text);
          expect(pack(packed)).toBeUndefined();
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keep the number of every line that is like no other, and every fifth', () => {
    for (const { text, name } of fixtures) {
      const packed = pack(text) ?? text;
      const rows = readNumberedView(text.split('\n'))?.rows ?? [];
      const times = new Map<string, number>();
      for (const { body: line } of rows) times.set(line.trim(), (times.get(line.trim()) ?? 0) + 1);
      for (const { number, body: line } of rows)
        if (number !== undefined && /[\p{L}\p{N}]/u.test(line) && (number % 5 === 0 || times.get(line.trim()) === 1))
          expect(packed, name).toMatch(new RegExp(`^${number}[\t:]`, 'm'));
    }
  });

  it('let nobody count far', () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `${String(i + 7).padStart(6)}→${i % 30 > 15 ? '' : '\treturn nil'}`,
    ).join('\n');
    const packed = pack(text) ?? '';
    const numbered = packed.split('\n').flatMap((line, i) => (/^\d+\t/.test(line) ? [i] : []));
    expect(numbered.slice(1).every((row, i) => row - numbered[i]! <= 10)).toBe(true);
    expect(packed.length).toBeLessThan(text.length * 0.6);
    expect(unpackNumberedView(packed, { width: 6, separator: '→' })).toBe(text);
  });

  it('are not seen in tables, logs, lists and search results that begin with numbers', () => {
    const rows = Array.from({ length: 40 }, (_, i) => i + 1);
    const others = [
      rows.map((n) => `${n}\tuser${n}\t${n * 7}`).join('\n'),
      rows.map((n) => `${n * 13}:${n}: const a = ${n};`).join('\n'),
      rows.map((n) => `${n} | alpha | ${n % 3}`).join('\n'),
      rows.map((n) => `${String(n).padStart(4)}:        ${90_000 - n * 7}       ${n * 3}  pump.Valve${n}`).join('\n'),
      rows.map((n) => `${String(n % 24).padStart(2, '0')}:15:00 job ${n} done`).join('\n'),
    ];
    for (const text of others) expect(fileView().match(createContent(text)), text.slice(0, 40)).toBe(0);
  });
});
