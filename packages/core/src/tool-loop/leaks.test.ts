import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import type { Store } from '../model/store.js';
import { talkAtOnce } from './leaks.fixture.js';
import { clients, historyOf, type Json } from './scripted-client.fixture.js';
import { scriptedResponse } from './scripted-provider.fixture.js';
import { createToolLoop } from './tool-loop.js';

/** A store whose every answer takes its time, so that whatever can interleave does. */
function slow(store: Store, seed: number): Store {
  let state = seed;
  const rest = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return new Promise<void>((resolve) => (state % 3 === 0 ? setTimeout(resolve, 0) : setImmediate(resolve)));
  };
  return {
    get: async (key) => {
      await rest();
      return store.get(key);
    },
    set: async (key, value, options) => {
      await rest();
      await store.set(key, value, options);
      await rest();
    },
    delete: (key) => store.delete(key),
  };
}

describe('hidden turns of conversations that are alike', () => {
  it.each([1, 7, 42])(
    '200 at once through three loops over one store: no byte of one in another (%i)',
    async (seed) => {
      const store = memory();
      const leaks = await talkAtOnce([store, slow(store, seed), slow(store, seed + 1)], 200);
      expect(leaks).toMatchObject({ foreign: 0, repeated: 0 });
      // Each of the 200 has its hidden turns in every request that follows them: one in two requests, then both.
      expect(leaks.restored).toBe(200 * (1 + 1 + 2));
    },
  );

  it('go to nobody where two conversations are equal to the letter and were answered differently', async () => {
    const store = memory();
    const [one, two] = [slow(store, 3), slow(store, 4)].map((shared) =>
      createToolLoop({ retriever: { retrieve: () => Promise.reject(new Error('no')) }, store: shared }),
    ) as [ReturnType<typeof createToolLoop>, ReturnType<typeof createToolLoop>];
    const { body, results } = clients.gemini;
    const bash = { id: 'b', name: 'Bash', input: {} };
    const ask = async (loop: typeof one, secret: string) => {
      const turn = await loop.begin<Json>(body());
      const own = { id: 'r', name: 'headroom_retrieve', input: { hash: secret } };
      return turn.run<Json>(turn.request, async () => scriptedResponse('gemini', { calls: [own, bash] }, 1) as Json);
    };
    const [first] = await Promise.all([ask(one, 'secret-one'), ask(two, 'secret-two')]);
    const next = body([...historyOf('gemini', first), ...results([bash])]);
    for (const loop of [one, two]) expect(JSON.stringify((await loop.begin(next)).request)).not.toContain('secret-');
  });

  it('are found by their owner only', async () => {
    const store = memory();
    const loop = createToolLoop({ retriever: { retrieve: () => Promise.reject(new Error('no')) }, store });
    const { body, results } = clients.anthropic;
    const bash = { id: 'b', name: 'Bash', input: {} };
    const own = { id: 'r', name: 'headroom_retrieve', input: { hash: 'hidden-hash' } };
    const owner = { tenant: 'acme', conversation: 'thread-1' };
    const turn = await loop.begin<Json>(body(), owner);
    const shown = await turn.run<Json>(
      turn.request,
      async () => scriptedResponse('anthropic', { calls: [own, bash] }, 1) as Json,
    );
    const next = body([...historyOf('anthropic', shown), ...results([bash])]);
    const textFor = async (who: object) => JSON.stringify((await loop.begin(next, who)).request);
    expect(await textFor(owner)).toContain('hidden-hash');
    for (const other of [
      {},
      { ...owner, tenant: 'other' },
      { ...owner, conversation: 'thread-2' },
      { credential: 'acme' },
      { tenant: 'acme' },
    ])
      expect(await textFor(other)).not.toContain('hidden-hash');
  });
});
