import { describe, expect, it } from 'vitest';
import { problemOf } from './check-pattern.js';
import { readChecked, readExceptions } from './checked.js';
import { findPatterns, placesOf } from './find-patterns.js';

const { found, built } = findPatterns();
const exceptions = readExceptions();

/** Patterns made of what is known only at run time, and what holds them down. */
const BUILT: Readonly<Record<string, string>> = {
  'packages/agents/src/install/toml-text.ts': "a table's name of ours, on lines of the user's own configuration file",
  'packages/agents/src/opencode/retrieve-right.ts': "a rule of the user's own, of under 200 characters, on one name",
  'packages/agents/src/replay/says.ts': 'a number, with one sign on each side',
  'packages/agents/src/replay/strings.ts': 'constant but for a list of extensions; starts only where no word goes on',
  'packages/agents/src/sessions/mask-secrets.ts': 'constant but for a list of names',
  'packages/cli/src/report/page/examples.ts': 'words without signs of their own, side by side',
  'packages/learn/src/finding/correction.ts':
    'constant but for a name of at most 80 signs; what a user said, a few words at a time',
  'packages/core/src/compressors/test-report/read-report.ts': 'one of nine names of elements behind `<`',
  'packages/core/src/pipeline/guard/asked-rows.ts': 'pairs of plain words of the question, which have no signs',
  'packages/dashboard/src/routes/page-file.ts': 'the name of an element of our own page, two of them',
  'packages/core/src/tokens/piece-patterns.ts': "the encodings' own patterns, shown 65,536 characters at a time",
};

describe('regular expressions', () => {
  it('are found', () => {
    expect(found.length).toBeGreaterThan(300);
  });

  it('take time linear in any text', async () => {
    const passed = new Set([...readChecked(), ...exceptions.map(({ pattern }) => pattern)]);
    const wrong: string[] = [];
    for (const [pattern, places] of placesOf(found.filter((one) => !passed.has(one.pattern)))) {
      const problem = await problemOf(pattern, 20_000);
      if (problem) wrong.push(`${places.join(' ')} ${pattern}: ${problem}`);
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it('are written down, so that they can be checked', () => {
    expect(built.filter((place) => !((place.split(':')[0] as string) in BUILT))).toEqual([]);
  });

  it('have exceptions only where one is needed, with the bound of what they see', () => {
    const patterns = new Set(found.map(({ pattern }) => pattern));
    for (const { pattern, why, most } of exceptions) {
      expect(patterns, pattern).toContain(pattern);
      expect(why.length).toBeGreaterThan(10);
      expect(most).toBeLessThanOrEqual(10_000);
    }
  });

  it('are refused where the checker finds a text that takes longer', async () => {
    expect(await problemOf('/^(a+)+$/', 10_000)).toMatch(/exponential/);
    expect(await problemOf('/\\s+$/', 10_000)).toMatch(/polynomial/);
    expect(await problemOf('/^\\s+/', 10_000)).toBeUndefined();
  }, 60_000);
});
