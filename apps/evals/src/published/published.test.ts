import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inRepo } from '../repo.js';
import { askedSection } from '../report/asked-section.js';
import { readPublished } from './published.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-evals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows that may lie beside the repository; they are never a part of it. */
const ROWS = inRepo('../shared/bench/public/code-compression-paired.csv');

const HEADER = 'instance,arm,success,calls,input_tokens,cache_read,cache_write,output_tokens,cost_usd';

describe('published runs', () => {
  it('are priced again as counted by hand', () => {
    const path = join(folder, 'rows.csv');
    const rows = [
      // 1,000 uncached, 2 million read, 100,000 written, 10,000 answered: .003 + .6 + .375 + .15 dollars.
      'a,A0,1,9,2101000,2000000,100000,10000,1.2',
      'b,A0,0,9,0,0,0,0,0.1',
      // Twice the tokens, none of them cached: 12.6 dollars for the input alone.
      'a,other,1,9,4200000,0,0,0,9',
      'b,other,1,9,0,0,0,0,0',
    ];
    writeFileSync(path, `${[HEADER, ...rows].join('\n')}\n`);
    const { arms, concordant, concordantUncached, pairs } = readPublished(path);
    const [first, second] = arms;
    expect(first).toMatchObject({ arm: 'A0', tasks: 2, solved: 1, published: 1.3, p: 1 });
    expect(first?.computed).toBeCloseTo(0.003 + 0.6 + 0.375 + 0.15, 10);
    expect(first?.uncached).toBeCloseTo(2.101 * 3 + 0.15, 10);
    expect(second).toMatchObject({ arm: 'other', solved: 2, published: 4.5 });
    expect(second?.computed).toBeCloseTo(6.3, 10);
    expect([concordant, concordantUncached, pairs]).toEqual([1, 0, 1]);
    expect(askedSection(readPublished(path))).toContain('1 of 1 pairs');
    expect(askedSection(undefined)).toContain('Not run here');
  });

  it.skipIf(!existsSync(ROWS))(
    'of six arms stand in their published order of cost, which they would not without cache prices',
    () => {
      const { arms, concordant, concordantUncached, pairs } = readPublished(ROWS);
      expect(arms.map(({ arm, solved }) => [arm, solved])).toEqual([
        ['dasein', 62],
        ['caveman', 58],
        ['woz', 55],
        ['A0', 57],
        ['rtk', 54],
        ['headroom', 58],
      ]);
      expect([concordant, pairs]).toEqual([15, 15]);
      expect(concordantUncached).toBeLessThan(15);
      for (const { computed, published } of arms) expect(Math.abs(computed / published - 1)).toBeLessThan(0.15);
    },
  );
});
