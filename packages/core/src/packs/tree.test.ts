import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTree, unpackTree } from './tree.js';

const STYLES = [
  { bar: '│   ', branch: '├── ', last: '└── ' },
  { bar: '│\u00a0\u00a0 ', branch: '├── ', last: '└── ' },
  { bar: '|   ', branch: '|-- ', last: '`-- ' },
  { bar: '│ ', branch: '├── ', last: '└── ', above: '├─┬ ', lastAbove: '└─┬ ' },
  { bar: '│  ', branch: '├─ ', last: '└─ ' },
  { bar: '│ ', branch: '├─', last: '└─' },
  { bar: '|  ', branch: '+- ', last: '\\- ', lead: '[INFO] ' },
  { bar: '|    ', branch: '+--- ', last: '\\--- ' },
];

/** Draws nodes at depths of 1 and more. */
function draw(depths: readonly number[], style: (typeof STYLES)[number]): string[] {
  const levels: number[] = [];
  for (const depth of depths) levels.push(Math.max(1, Math.min(depth, (levels.at(-1) ?? 0) + 1)));
  const goesOn = (i: number, level: number): boolean => levels.slice(i + 1).find((other) => other <= level) === level;
  return levels.map((depth, i) => {
    const bars = Array.from({ length: depth - 1 }, (_, k) =>
      goesOn(i, k + 1) ? style.bar : ' '.repeat(style.bar.length),
    );
    const isAbove = (levels[i + 1] ?? 0) > depth;
    const end = goesOn(i, depth)
      ? (isAbove && style.above) || style.branch
      : (isAbove && style.lastAbove) || style.last;
    return `${style.lead ?? ''}${bars.join('')}${end}node ${i}`;
  });
}

const trees = fc.record({
  depths: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 60 }),
  style: fc.constantFrom(...STYLES),
});

describe('a tree without its drawing', () => {
  it('is drawn again as it was', () => {
    fc.assert(
      fc.property(trees, ({ depths, style }) => {
        const lines = ['.', ...draw(depths, style), '', '3 directories, 9 files'];
        expect(unpackTree(packTree(lines)!)).toBe(lines.join('\n'));
      }),
      { numRuns: 500 },
    );
  });

  it('is drawn again where it was cut off', () => {
    fc.assert(
      fc.property(trees, fc.nat(60), fc.boolean(), ({ depths, style }, at, ends) => {
        const drawn = draw(depths, style);
        const lines = ['.', ...drawn.slice(0, 1 + (at % drawn.length)), ...(ends ? [''] : [])];
        expect(unpackTree(packTree(lines)!)).toBe(lines.join('\n'));
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing where nothing is drawn', () => {
    expect(packTree(['a', '  b', '- c'])).toBeUndefined();
  });
});
