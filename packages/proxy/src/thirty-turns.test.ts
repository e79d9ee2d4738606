import { type Dialect, memory } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { replay } from './thirty-turns.fixture.js';

const dialects: readonly Dialect[] = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'];
/** More sessions of each wire, for a measurement. */
const SESSIONS = Number(process.env.HEADROOM_REPLAYS ?? 1);
const seeds = Array.from({ length: SESSIONS }, (_, seed) => seed + 1);

const wires = [
  ...dialects.map((dialect) => ({ wire: dialect as string, dialect, isEnveloped: false })),
  { wire: 'code-assist', dialect: 'gemini' as const, isEnveloped: true },
];

describe.each(wires)('thirty turns of $wire through two proxies over one store', ({ dialect, isEnveloped }) => {
  it('never change what was sent, though one of them has other options', async () => {
    for (const seed of seeds) {
      const proxies = [{}, { headroom: { mode: 'aggressive', minTokens: 400 } as const }];
      const { statuses, changes, given, sent, requests } = await replay({
        dialect,
        isEnveloped,
        seed,
        turns: 30,
        proxies,
        store: memory(),
      });
      expect(statuses).toEqual(Array(30).fill(200));
      expect(changes).toEqual([]);
      expect(sent).toBeLessThan(given);
      expect(JSON.stringify(requests.at(-1)).match(/"name":"headroom_retrieve"/g)?.length).toBeGreaterThan(8);
    }
  }, 600_000);

  it('never change what was sent, though records are lost', async () => {
    for (const seed of seeds) {
      const store = memory();
      const sent: string[] = [];
      const watched = {
        get: (key: string) => store.get(key),
        set: (key: string, value: string) => {
          if (/-sent-/.test(key)) sent.push(key);
          return store.set(key, value);
        },
        delete: (key: string) => store.delete(key),
      };
      const lose = (turn: number) => {
        if (turn % 4 === 0) for (const key of sent.splice(0)) store.delete(key);
      };
      const { statuses, changes } = await replay({
        dialect,
        isEnveloped,
        seed,
        turns: 30,
        proxies: [{}, {}],
        store: watched,
        between: lose,
      });
      expect([statuses.length, changes]).toEqual([30, []]);
    }
  }, 600_000);
});
