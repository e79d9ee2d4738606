import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../model/errors.js';
import { resolveOptions } from '../pipeline/options.js';
import { MAX_GLOB_CHARACTERS, matchesGlob } from './match-glob.js';

const SPECIAL = /[.+^${}()|[\]\\]/g;
const asPattern = (glob: string) =>
  new RegExp(`^${glob.replace(SPECIAL, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.')}$`, 'is');

describe('matchesGlob', () => {
  it('means what the pattern of a glob means', () => {
    const sign = fc.constantFrom('a', 'b', 'B', '_', '.', '\n', '[');
    const name = fc.array(sign, { maxLength: 10 }).map((signs) => signs.join(''));
    const glob = fc.array(fc.oneof(sign, fc.constantFrom('*', '?')), { maxLength: 8 }).map((signs) => signs.join(''));
    fc.assert(
      fc.property(name, glob, (one, other) => {
        expect(matchesGlob(one, other)).toBe(asPattern(other).test(one));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes the longest glob over a long name without going back', () => {
    const start = performance.now();
    for (const unit of ['*a', '*?a', '*_']) {
      const glob = `${unit.repeat(80)}*c`;
      expect(glob.length).toBeLessThanOrEqual(MAX_GLOB_CHARACTERS);
      expect(matchesGlob('a_'.repeat(10_000), glob)).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('is no longer than 256 characters', () => {
    const options = (length: number) => ({ excludeTools: ['*'.repeat(length)] });
    expect(resolveOptions(options(MAX_GLOB_CHARACTERS)).excludeTools).toHaveLength(1);
    expect(() => resolveOptions(options(MAX_GLOB_CHARACTERS + 1))).toThrow(HeadroomError);
  });
});
