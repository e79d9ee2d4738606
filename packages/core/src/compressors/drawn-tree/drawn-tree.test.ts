import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { unpackTree } from '../../packs/tree.js';
import { createContent } from '../../reading/content.js';
import { atOnce } from '../../reading/in-turns.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { drawnTree } from './drawn-tree.js';
import { readTree } from './read-tree.js';

testCompressor({ describe, it, expect }, drawnTree(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: unpackTree,
});

const shorten = (text: string, changes: Partial<Task> = {}): string => {
  const shorter = drawnTree().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
  if (!shorter) throw new Error('not shortened');
  return shorter.text;
};

interface Style {
  readonly bar: string;
  readonly gap: string;
  readonly branch: string;
  readonly last: string;
}
const STYLES: readonly Style[] = [
  { bar: '│   ', gap: '    ', branch: '├── ', last: '└── ' },
  { bar: '│ ', gap: '  ', branch: '├─', last: '└─' },
  { bar: '|  ', gap: '   ', branch: '+- ', last: '\\- ' },
  { bar: '|    ', gap: '     ', branch: '+--- ', last: '\\--- ' },
  { bar: '| ', gap: '  ', branch: '->', last: '->' },
];

/** Draws nodes at depths of 1 and more below a root. */
function draw(depths: readonly number[], { bar, gap, branch, last }: Style, name: (i: number) => string): string[] {
  const levels: number[] = [];
  for (const depth of depths) levels.push(Math.max(1, Math.min(depth, (levels.at(-1) ?? 0) + 1)));
  const goesOn = (i: number, level: number): boolean => {
    const next = levels.slice(i + 1).find((other) => other <= level);
    return next === level;
  };
  return levels.map((depth, i) => {
    const bars = Array.from({ length: depth - 1 }, (_, k) => (goesOn(i, k + 1) ? bar : gap)).join('');
    return `${bars}${goesOn(i, depth) ? branch : last}${name(i)}`;
  });
}

describe('reading a drawn tree', () => {
  it('finds what every node hangs from, however it is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(...STYLES),
        (depths, style) => {
          const lines = ['root', ...draw(depths, style, (i) => `node-${i} v1.${i}`)];
          const nodes = atOnce(readTree(lines));
          expect(nodes).toHaveLength(lines.length);
          const levels: number[] = [0];
          for (const depth of depths) levels.push(Math.max(1, Math.min(depth, levels.at(-1)! + 1)));
          expect(nodes.map(({ depth }) => depth)).toEqual(levels);
          nodes.forEach(({ parent, label, depth }, i) => {
            if (i === 0) return;
            expect(label).toBe(`node-${i - 1} v1.${i - 1}`);
            expect(nodes[parent]!.depth).toBe(depth - 1);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes the lines between two branches to the one above', () => {
    const nodes = atOnce(
      readTree([
        '    9.5%  main',
        '            |',
        '            |--5.0%--read',
        '            |          parse',
        '            |',
        '             --4.5%--write',
        '',
        'end',
      ]),
    );
    expect(nodes.map(({ from, to, parent }) => [from, to, parent])).toEqual([
      [0, 2, -1],
      [2, 5, 0],
      [5, 7, 0],
      [7, 8, -1],
    ]);
  });

  it.each([
    ['a table', '| name | size |\n|------|------|\n'.padEnd(900, '| a | 12 |\n')],
    ['a drawn table', '+-----+-----+\n| a   | b   |\n'.repeat(40)],
    ['a union of types', `type A =\n${"  | 'one'\n".repeat(60)}`],
    ['a diff of a list', `--- a/x\n+++ b/x\n${'+- item\n-- other\n'.repeat(40)}`],
    ['files', `.\n${Array.from({ length: 60 }, (_, i) => `├── part-${i}.ts`).join('\n')}`],
  ])('is no business of %s', (_, text) => {
    expect(drawnTree().match(createContent(text))).toBe(0);
  });
});

describe('cutting a drawn tree', () => {
  const deep = (width: number): string => {
    const depths: number[] = [];
    for (let i = 0; i < width; i++) depths.push(1, 2, 3, 3, 4, 2, 3);
    return ['app 1.0.0', ...draw(depths, STYLES[0]!, (i) => `part-${i} v${i % 7}.${i % 5}.0`)].join('\n');
  };

  it('shows every node with all it hangs from', () => {
    const text = deep(120);
    const lines = text.split('\n');
    const nodes = atOnce(readTree(lines));
    const shown = new Set(shorten(text, { query: 'Where does part-437 come from, and part-700?' }).split('\n'));
    let deepest = 0;
    nodes.forEach(({ from, parent, depth }) => {
      if (!shown.has(lines[from]!)) return;
      deepest = Math.max(deepest, depth);
      if (parent >= 0) expect(shown).toContain(lines[nodes[parent]!.from]);
    });
    expect(shown).toContain(lines.find((line) => line.includes('part-437 ')));
    expect(shown).toContain(lines.find((line) => line.includes('part-700 ')));
    expect(deepest).toBeGreaterThan(2);
  });

  it('puts no two nodes side by side that were not, and counts what is missing, in any tree', () => {
    let cut = 0;
    const tree = fc.record({
      depths: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 150, maxLength: 500 }),
      style: fc.constantFrom(...STYLES),
      asked: fc.nat(149),
    });
    fc.assert(
      fc.property(tree, ({ depths, style, asked }) => {
        const lines = ['root 1.0', ...draw(depths, style, (i) => `part-${i} v${i % 9}.${i % 4} of the store`)];
        const query = `Where does part-${asked} come from?`;
        const shorter = drawnTree().compress(createContent(lines.join('\n')), makeTask({ query })) as
          | Shorter
          | undefined;
        if (shorter?.kind !== 'trimmed') return;
        cut++;
        const at = new Map(lines.map((line, i) => [line, i]));
        const shown: number[] = [];
        let last = -1;
        for (const line of shorter.text.split('\n')) {
          const found = at.get(line);
          if (found !== undefined) {
            expect(found).toBe(last + 1);
            shown.push(found);
            last = found;
            continue;
          }
          const note = /^\[… (?:line (\d+)|(\d+) lines, (\d+)-(\d+))\]$/.exec(line);
          expect(note, line).not.toBeNull();
          const [, one, count, from, to] = note!.map(Number);
          expect(one || from).toBe(last + 2);
          if (!one) expect(count).toBe(to! - from! + 1);
          last = (one || to)! - 1;
        }
        expect(last).toBe(lines.length - 1);
        expect(shown).toContain(asked + 1);
        const nodes = atOnce(readTree(lines));
        for (const i of shown) if (nodes[i]!.parent >= 0) expect(shown).toContain(nodes[i]!.parent);
      }),
      { numRuns: 100 },
    );
    expect(cut).toBeGreaterThan(50);
  });

  it('keeps what a package manager complains of', () => {
    const text = deep(120).replace('part-555 v', 'UNMET DEPENDENCY part-555 v');
    expect(shorten(text)).toContain('UNMET DEPENDENCY part-555');
  });

  it('packs what was cut off in the middle', () => {
    const text = deep(30).split('\n').slice(0, 95).join('\n');
    const packed = shorten(text, { mode: 'lossless' });
    expect(packed.length).toBeLessThan(text.length * 0.8);
    expect(unpackTree(packed)).toBe(text);
  });
});

describe('what is no tree to be cut', () => {
  it('is a plan of a query: several lines say what each node is', () => {
    const plan = Array.from({ length: 30 }, (_, i) => {
      const indent = ' '.repeat(i * 2);
      return [
        `${indent}->  Seq Scan on part_${i}  (cost=0.00..${i * 9}.00 rows=${i} width=8) (actual time=0.1..${i}.2 rows=${i} loops=1)`,
        `${indent}      Output: part_${i}.id`,
        `${indent}      Filter: (part_${i}.id = ${i})`,
        `${indent}      Rows Removed by Filter: ${i * 7}`,
        `${indent}      Buffers: shared hit=${i}`,
      ].join('\n');
    }).join('\n');
    expect(drawnTree().match(createContent(plan))).toBe(0);
  });
});
