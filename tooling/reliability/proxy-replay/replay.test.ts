import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payload } from '../../../packages/core/src/testing/payloads.js';
import { hasRedis, type RedisServer, startRedis } from '../../../packages/stores/src/redis-server.fixture.js';
import { anotherVersion } from './another-version.js';
import { PROGRAM } from './processes.js';
import { type Replayed, replaySessions } from './replay.js';
import { inTable, isWhole } from './tell.js';

const changes = ({ byWire }: Replayed) => [...byWire.values()].reduce((sum, one) => sum + one.prefixChanges, 0);

describe('another version', () => {
  it('makes something else of logs, and the same of everything else', async () => {
    const other = anotherVersion(PROGRAM);
    try {
      const own = new URL('../../../packages/core/dist/index.js', import.meta.url).href;
      const [one, another] = await Promise.all(
        [own, other.core].map((path) => import(/* @vite-ignore */ path) as Promise<typeof import('@headroom/core')>),
      );
      const differs = async (kind: 'log' | 'json') => {
        const text = payload(kind, 7, 200);
        const texts = await Promise.all(
          [one, another].map(({ createHeadroom }) => createHeadroom().compressText(text)),
        );
        expect(texts[0]?.result.tokensAfter).toBeLessThan(texts[0]?.result.tokensBefore ?? 0);
        return texts[0]?.text !== texts[1]?.text;
      };
      expect([await differs('log'), await differs('json')]).toEqual([true, false]);
    } finally {
      other.remove();
    }
  });
});

/** A small run of what `main.ts` does with a thousand sessions. Both versions are built ones. */
describe.skipIf(!hasRedis())('sessions through two processes over one Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis('no');
  });
  afterAll(() => server.stop());
  const replay = (sessions: number, isAlone = false) =>
    replaySessions({ sessions, turns: 12, batch: sessions, atOnce: 4, url: server.url, isAlone });

  it('never change what was sent, with a restart, an upgrade and lost records in between', async () => {
    const replayed = await replay(18);
    console.log(inTable(replayed));
    const { failed, lost, upgrades, restarts, byWire } = replayed;
    expect([failed, lost, upgrades, restarts]).toEqual([0, 18, 2, 1]);
    expect(inTable(replayed)).not.toContain('\n- ');
    expect(isWhole(replayed)).toBe(true);
    for (const [wire, { shortened, untouched, hidden, requests }] of byWire) {
      expect(shortened, wire).toBeGreaterThan(3);
      expect(untouched, wire).toBeGreaterThan(0);
      expect(hidden > 3 || wire.includes('WebSocket'), wire).toBe(true);
      expect(requests, wire).toBeGreaterThanOrEqual(36);
    }
  }, 600_000);

  it('change it where each process remembers for itself: the replay would see it', async () => {
    const replayed = await replay(12, true);
    expect(changes(replayed)).toBeGreaterThan(3);
    expect(isWhole(replayed)).toBe(false);
  }, 600_000);
});
