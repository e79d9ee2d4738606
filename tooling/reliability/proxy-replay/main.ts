/**
 * Replays sessions of agents over all wires through two processes with one Redis, one restart, one upgrade and lost records in between:
 * `node --import tsx tooling/reliability/proxy-replay/main.ts [--sessions 1000] [--turns 30]`. Packages must be built.
 */
import { parseArgs } from 'node:util';
import { startRedis } from '../../../packages/stores/src/redis-server.fixture.js';
import { replaySessions } from './replay.js';
import { inTable, isWhole } from './tell.js';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000' },
    turns: { type: 'string', default: '30' },
    batch: { type: 'string', default: '60' },
  },
});
const server = await startRedis('no');
const began = performance.now();
try {
  const replayed = await replaySessions({
    sessions: Number(values.sessions),
    turns: Number(values.turns),
    batch: Number(values.batch),
    atOnce: 6,
    url: server.url,
    say: (line) => process.stderr.write(`${line}, ${((performance.now() - began) / 1000).toFixed(0)} s\n`),
  });
  console.log(inTable(replayed));
  process.exitCode = isWhole(replayed) ? 0 : 1;
} finally {
  await server.stop();
}
