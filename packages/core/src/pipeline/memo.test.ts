import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { BoundedMemo } from './memo.js';

const CHARACTERS = 1_000_000;
const text = (memo: number, n: number) => `${memo} ${n} `.padEnd(CHARACTERS, 'x');

describe('memos', () => {
  it('share one room: whoever learned nothing for longest forgets first', () => {
    const memos = Array.from({ length: 8 }, () => new BoundedMemo());
    for (const [at, memo] of memos.entries()) for (let n = 0; n < 12; n++) memo.set(text(at, n), 'task', undefined);
    const known = memos.map((memo, at) => Array.from({ length: 12 }, (_, n) => memo.get(text(at, n), 'task')));
    const counts = known.map((found) => found.filter((one) => one !== undefined).length);
    // 96 million were told, and 64 million are remembered.
    expect(counts).toEqual([0, 0, 4, 12, 12, 12, 12, 12]);
    const [again] = memos;
    again?.set(text(0, 0), 'task', undefined);
    expect(again?.get(text(0, 0), 'task')).toEqual({ value: undefined });
    expect(memos[2]?.get(text(2, 8), 'task')).toBeUndefined();
  });

  it('of one engine remembers as much as all may', () => {
    const memo = new BoundedMemo();
    for (let n = 0; n < 100; n++) memo.set(text(9, n), 'task', undefined);
    const found = Array.from({ length: 100 }, (_, n) => memo.get(text(9, n), 'task') !== undefined);
    expect(found.filter(Boolean)).toHaveLength(64);
    expect(found.slice(0, 36)).not.toContain(true);
  });

  it('go with the engine that had them', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (() => {
      const memo = new BoundedMemo();
      for (let n = 0; n < 64; n++) memo.set(text(3, n), 'task', undefined);
      return new WeakRef(memo);
    })();
    for (let i = 0; i < 20 && held.deref(); i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    expect(held.deref()).toBeUndefined();
    // And what they held of the room is free.
    const other = new BoundedMemo();
    for (let n = 0; n < 64; n++) other.set(text(4, n), 'task', undefined);
    expect(other.get(text(4, 0), 'task')).toEqual({ value: undefined });
  });
});
