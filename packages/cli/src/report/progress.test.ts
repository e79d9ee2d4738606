import { describe, expect, it } from 'vitest';
import { Progress } from './progress.js';

function shown(isTTY: boolean, budgetMs: number, steps: readonly (readonly [at: number, share: number])[]): string[] {
  const lines: string[] = [];
  let time = 0;
  const stream = { isTTY, columns: 200, write: (text: string) => lines.push(text) > 0 };
  const progress = new Progress(stream as never, budgetMs, () => time);
  for (const [at, share] of steps) {
    time = at;
    progress.show(share, 'x');
  }
  return lines;
}

describe('progress', () => {
  it('tells on a terminal how much is done and how long the rest takes', () => {
    const [first, second] = shown(true, Number.POSITIVE_INFINITY, [
      [0, 0],
      [50, 0.1],
      [60_000, 0.25],
    ]);
    expect(first).toMatch(/░{24}\s+0 % {2}x$/);
    expect(second).toMatch(/█{6}░{18} +25 % {2}x, about 3 min left$/);
  });

  it('ends with the time that a sample is given', () => {
    expect(shown(true, 60_000, [[45_000, 0.01]])[0]).toContain('75 %  x, about 15 s left');
  });

  it('says seldom, in plain lines, that it goes on where there is no terminal', () => {
    const steps = Array.from({ length: 60 }, (_, i) => [i * 1000, i / 100] as const);
    expect(shown(false, Number.POSITIVE_INFINITY, steps)).toEqual([
      'headroom: 20 %  x, about 80 s left\n',
      'headroom: 40 %  x, about 60 s left\n',
    ]);
  });
});
