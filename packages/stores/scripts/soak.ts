/**
 * The soak in full length. From the root of the repository:
 * `TSX_TSCONFIG_PATH=packages/stores/tsconfig.process.json npx tsx packages/stores/scripts/soak.ts [calls] [entries]`
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soak } from '../src/soak.fixture.js';
import { sqlite } from '../src/sqlite.js';

const [calls = 10_000, entries = 1_000_000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'headroom-soak-'));
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

try {
  const started = performance.now();
  const path = join(folder, 'soak.db');
  const { unredeemed, ...counts } = await soak({ calls, seed: 1, open: (now, ttl) => sqlite({ path, ttl, now }) });
  console.log(`${calls} calls in ${Math.round((performance.now() - started) / 1000)} s: ${JSON.stringify(counts)}`);
  console.log(`markers unredeemed within their lifetime: ${unredeemed.length}`);

  const bounded = join(folder, 'bounded.db');
  const store = sqlite({ path: bounded, maxBytes: 64 * 2 ** 20, pack: false });
  const before = process.memoryUsage().rss;
  let most = 0;
  for (let i = 0; i < entries; i++) {
    store.set(`key-${i}`, `entry ${i} `.repeat(40));
    if (i % 1000 === 0) most = Math.max(most, store.size().bytes);
  }
  const grown = process.memoryUsage().rss - before;
  console.log(
    `${entries} entries under a bound of 64 MB: at most ${megabytes(most)} of values, process grew by ${megabytes(grown)}`,
  );
  store.close();
  console.log(`file ${megabytes(statSync(bounded).size)}`);
  if (unredeemed.length > 0 || most > 64 * 2 ** 20) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
