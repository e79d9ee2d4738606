import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { HeadroomError, SharedContext } from '../index.js';

const findings = Array.from({ length: 300 }, (_, i) => ({
  id: i,
  url: `https://example.com/page/${i}`,
  title: `Result ${i}`,
  kind: 'page',
  score: i % 7,
}));

describe('SharedContext', () => {
  it('gives a small text by default and the exact original on demand', async () => {
    const context = new SharedContext({ model: 'claude-sonnet-4-5-20250929' });
    const original = JSON.stringify(findings, null, 2);
    const entry = await context.put('findings', original, { agent: 'researcher' });
    expect(entry).toMatchObject({ agent: 'researcher', key: 'findings' });
    expect(entry.compressedTokens).toBeLessThan(entry.originalTokens * 0.4);
    expect(entry.savingsPercent).toBeGreaterThan(60);
    expect(entry.transforms[0]).toMatch(/^router:smart_crusher:0\.\d\d$/);
    expect(context.get('findings')).toBe(entry.compressed);
    expect(context.get('findings', { full: true })).toBe(original);
    expect(context.getEntry('findings')).toBe(entry);
    expect(context.get('nothing')).toBeNull();
  });

  it('takes JSON values, stringified once, and refuses what has no text', async () => {
    const context = new SharedContext();
    await context.put('value', findings);
    expect(JSON.parse(context.get('value', { full: true }) ?? '')).toEqual(findings);
    await expect(context.put('none', undefined)).rejects.toSatisfy(HeadroomError.isInstance);
  });

  it('does the same without a promise', async () => {
    const context = new SharedContext();
    const now = context.putSync('a', findings);
    const later = await context.put('b', findings);
    expect(now.compressed).toBe(later.compressed);
  });

  it('evicts the oldest when full; putting a key again makes it the newest', async () => {
    const context = new SharedContext({ maxEntries: 2 });
    for (const key of ['a', 'b', 'a', 'c']) await context.put(key, `text ${key}`);
    expect(context.keys()).toEqual(['a', 'c']);
  });

  it('hides expired entries everywhere', async () => {
    let now = 0;
    const context = new SharedContext({ ttl: 60, now: () => now });
    await context.put('a', 'one');
    now = 30_000;
    await context.put('b', 'two');
    now = 60_000;
    expect(context.keys()).toEqual(['b']);
    expect(context.get('a')).toBeNull();
    expect(context.stats().entries).toBe(1);
  });

  it('sums up', async () => {
    const context = new SharedContext();
    const a = await context.put('a', findings);
    const b = await context.put('b', 'short');
    expect(context.stats()).toEqual({
      entries: 2,
      totalOriginalTokens: a.originalTokens + b.originalTokens,
      totalCompressedTokens: a.compressedTokens + b.compressedTokens,
      totalTokensSaved: a.originalTokens - a.compressedTokens + b.originalTokens - b.compressedTokens,
      savingsPercent: expect.any(Number),
    });
    context.clear();
    expect(context.stats()).toMatchObject({ entries: 0, savingsPercent: 0 });
  });

  it('frees everything when cleared', async () => {
    const context = new SharedContext();
    const big = (i: number) => JSON.stringify(findings.map((found) => ({ ...found, id: found.id + i * 1000 })));
    let held: WeakRef<object> | undefined;
    await context.put('a', big(1));
    // The store of its own engine holds the original; clearing lets go of the whole engine.
    held = new WeakRef(context.getEntry('a') as object);
    context.clear();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let i = 0; i < 20 && held.deref(); i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    expect(held.deref()).toBe(undefined);
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 20; i++) await context.put(`k${i}`, 'x'.repeat(1_000_000) + round + i);
      context.clear();
    }
    held = undefined;
    collect();
    // Sixty million characters went through; what process-wide caches of counts may keep is bounded.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(45_000_000);
  });

  it('keeps any text exactly, also one that cannot be compressed', async () => {
    const context = new SharedContext();
    for (const text of ['', '\ud800 half a pair', '\u0000', 'x'.repeat(100_000)]) {
      await context.put('odd', text);
      expect(context.get('odd', { full: true })).toBe(text);
    }
  });

  it('refuses senseless bounds, naming them', () => {
    expect(() => new SharedContext({ ttl: -1 })).toThrow(/ttl/);
    expect(() => new SharedContext({ maxEntries: 0 })).toThrow(/maxEntries/);
  });
});
