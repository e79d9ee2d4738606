import { statSync } from 'node:fs';
import { memory } from '@headroom/core';
import { afterAll, describe, expect, it } from 'vitest';
import { layered } from './layered.js';
import { soak } from './soak.fixture.js';
import { sqlite } from './sqlite.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';

afterAll(removeFolders);

/** The same in full length: `scripts/soak.ts`. */
describe('soak, scaled to seconds', () => {
  it('redeems every marker within its lifetime, over restarts', async () => {
    const path = `${temporaryFolder()}/store.db`;
    const outcome = await soak({ calls: 1500, seed: 7, open: (now, ttl) => sqlite({ path, ttl, now }) });
    expect(outcome.unredeemed).toEqual([]);
    expect(outcome.redeemed).toBeGreaterThan(100);
    expect(outcome.expired).toBeGreaterThan(50);
    expect(outcome.restarts).toBeGreaterThan(10);
  });

  it('does so with memory in front', async () => {
    const path = `${temporaryFolder()}/store.db`;
    const outcome = await soak({
      calls: 600,
      seed: 8,
      open(now, ttl) {
        const file = sqlite({ path, ttl, now });
        return Object.assign(layered(memory({ ttl, now }), file), { close: () => file.close() });
      },
    });
    expect(outcome.unredeemed).toEqual([]);
    expect(outcome.redeemed).toBeGreaterThan(50);
  });

  it('stays within its bounds under many more entries than fit', () => {
    const path = `${temporaryFolder()}/store.db`;
    const store = sqlite({ path, maxBytes: 1_000_000, pack: false });
    for (let i = 0; i < 20_000; i++) {
      store.set(`k${i}`, `${i} `.repeat(60));
      if (i % 100 === 0) expect(store.size().bytes).toBeLessThanOrEqual(1_000_000);
    }
    expect(store.get('k19999')).toBe('19999 '.repeat(60));
    store.close();
    expect(statSync(path).size).toBeLessThan(12_000_000);
  });
});
