import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeadroom, type HeadroomOptions, memory } from '../src/index.js';
import { anyRequests } from '../src/testing/requests.js';

const anyOptions: fc.Arbitrary<HeadroomOptions> = fc.record({
  mode: fc.constantFrom('lossless' as const, 'balanced' as const, 'aggressive' as const),
  retrieval: fc.constantFrom('tool' as const, 'summary' as const),
  minTokens: fc.constantFrom(10, 20, 150, 400),
  model: fc.constantFrom('gpt-4o', 'claude-sonnet-4-5'),
  compressUserMessages: fc.boolean(),
  excludeTools: fc.constantFrom([], ['Bash']),
});

it('L2 in a declared conversation what was sent stays, whatever the options of the next call', async () => {
  let differing = 0;
  await fc.assert(
    fc.asyncProperty(anyRequests, anyOptions, anyOptions, fc.nat(), async (request, first, second, seed) => {
      const store = memory();
      const cut = seed % (request.length + 1);
      const part = await createHeadroom({ ...first, store, conversation: 'a' }).compress(request.prefix(cut));
      const whole = await createHeadroom({ ...second, store, conversation: 'a' }).compress(request.body);
      expect(whole.messages.slice(0, cut)).toEqual(part.messages);
      for (const hash of whole.ccrHashes)
        expect(await createHeadroom({ store }).retrieve(hash)).toMatchObject({ status: 'found' });
      const alone = await createHeadroom(second).compress(request.body);
      if (JSON.stringify(alone.messages.slice(0, cut)) !== JSON.stringify(part.messages)) differing++;
    }),
    { numRuns: 400 },
  );
  expect(differing).toBeGreaterThan(20);
}, 240_000);
