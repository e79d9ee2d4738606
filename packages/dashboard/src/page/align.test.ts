import { describe, expect, it } from 'vitest';
import { align } from './align.js';

const told = (original: string, sent: string) =>
  align(original, sent).map(({ kind, original: was, sent: is }) => [kind, was.join(), is.join()]);

describe('a sent text beside its original', () => {
  it('shows what was left out at its place', () => {
    const original = 'head\na\nb\nc\nlost\nd\ne\ntail';
    expect(told(original, 'head\n[3 lines left out]\nlost\n[2 lines left out]\ntail')).toEqual([
      ['same', 'head', 'head'],
      ['other', 'a,b,c', '[3 lines left out]'],
      ['same', 'lost', 'lost'],
      ['other', 'd,e', '[2 lines left out]'],
      ['same', 'tail', 'tail'],
    ]);
  });

  it('tells lines alone that were left out, or are new', () => {
    expect(told('a\nb\nc', 'a\nc')).toEqual([
      ['same', 'a', 'a'],
      ['gone', 'b', ''],
      ['same', 'c', 'c'],
    ]);
    expect(told('a\nc', 'a\nnote\nc')).toEqual([
      ['same', 'a', 'a'],
      ['new', '', 'note'],
      ['same', 'c', 'c'],
    ]);
    expect(told('x\nx\nx', 'x')).toEqual([
      ['same', 'x', 'x'],
      ['gone', 'x,x', ''],
    ]);
    expect(told('same', 'same')).toEqual([['same', 'same', 'same']]);
    expect(told('{"a":1}', 'a: 1')).toEqual([['other', '{"a":1}', 'a: 1']]);
  });

  it('gives every line of both back, whatever they are, and soon', () => {
    let seed = 11;
    const next = (most: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % most;
    };
    for (let round = 0; round < 300; round++) {
      const one = Array.from({ length: next(40) }, () => `line ${next(round % 2 ? 6 : 100)}`);
      const two = one.filter(() => next(3) > 0).concat(Array.from({ length: next(4) }, () => `note ${next(9)}`));
      const segments = align(one.join('\n'), two.join('\n'));
      expect(segments.flatMap(({ original }) => original).join('\n')).toBe(one.join('\n'));
      expect(segments.flatMap(({ sent }) => sent).join('\n')).toBe(two.join('\n'));
    }
    const long = Array.from({ length: 100_000 }, (_, at) => `row ${at * 7919}`);
    const began = performance.now();
    align(long.join('\n'), long.filter((_, at) => at % 50 === 0).join('\n'));
    align(long.join('\n'), [...long].reverse().join('\n'));
    expect(performance.now() - began).toBeLessThan(4000);
  });
});
