import { describe, expect, it } from 'vitest';
import type { Block } from '../model/block.js';
import { importanceOf, likelihood } from './importance.js';
import { type Now, signalsOf } from './signals.js';
import { Uses } from './uses.js';

const result = (turn: number, text: string, tool = 'run', input: unknown = { job: turn }): Block => ({
  at: ['messages', turn, 'content'],
  text,
  turn,
  role: 'tool',
  query: 'Why does the build fail?',
  call: { id: `c${turn}`, tool, input },
});
const standing = (block: Block) => ({ block, size: Math.ceil(block.text.length / 4) });

function after(...blocks: readonly Block[]): Now {
  const uses = new Uses();
  for (const block of blocks) uses.add(block);
  const { turn, query } = blocks.at(-1)!;
  return { turn, query, uses };
}

describe('learned importance', () => {
  it('sees that the assistant used what it could last have read in a result', () => {
    const told = result(2, 'entry src/shard_table.ts exports readShard');
    const other = result(4, 'entry src/other_table.ts exports nothing');
    const use = result(6, 'ok', 'edit', { path: 'src/shard_table.ts' });
    const [first, second] = signalsOf([told, other].map(standing), after(told, other, use));
    expect(first?.uses).toBeGreaterThan(0);
    expect(second?.uses).toBe(0);
  });

  it('does not count what the user had said', () => {
    const asked: Block = { ...result(0, 'Look at src/shard_table.ts'), role: 'user', call: undefined } as never;
    const told = result(2, 'entry src/shard_table.ts');
    const use = result(4, 'ok', 'edit', { path: 'src/shard_table.ts' });
    expect(signalsOf([standing(told)], after(asked, told, use))[0]?.uses).toBe(0);
  });

  it('puts a file that was changed afterwards below one that was not, and a large text below a small one', () => {
    const read = (turn: number, path: string, text = 'const one = 1;\n'.repeat(40)) =>
      result(turn, text, 'Read', { file_path: path });
    const changed = read(2, '/app/a.ts');
    const plain = read(4, '/app/b.ts');
    const large = read(6, '/app/c.ts', 'const one = 1;\n'.repeat(4000));
    const edit = result(8, 'ok', 'Edit', { file_path: '/app/a.ts', old_string: 'x', new_string: 'y' });
    const [a, b, c] = importanceOf([changed, plain, large].map(standing), after(changed, plain, large, edit));
    expect(a).toBeLessThan(b!);
    expect(c).toBeLessThan(b!);
  });

  it('looks at nothing that comes later, and gives a share', () => {
    const block = result(2, 'x'.repeat(2000));
    const [signals] = signalsOf([standing(block)], after(block));
    expect(likelihood(signals!)).toBeGreaterThan(0);
    expect(likelihood(signals!)).toBeLessThan(1);
  });
});
