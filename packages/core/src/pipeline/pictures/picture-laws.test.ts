import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeadroom, type HeadroomOptions, memory, type PictureOutcome, type PictureRouter } from '../../index.js';
import { madePicture } from './made-picture.fixture.js';

const side = fc.constantFrom(60, 300, 900, 1600);
const picture = fc.tuple(side, side, fc.integer({ min: 10, max: 4000 })).map((size) => madePicture(...size));
const loss = fc.constantFrom('only a part is shown', 'its colours are gone', 'w'.repeat(300));
const outcome: fc.Arbitrary<PictureOutcome> = fc.oneof(
  fc.constant({ kind: 'kept' } as const),
  fc.record({ kind: fc.constant('bytes' as const), mediaType: fc.constant('image/png'), data: picture }),
  fc.record({ kind: fc.constant('bytes' as const), mediaType: fc.constant('image/png'), data: picture, loss }),
  fc.record({ kind: fc.constant('detail' as const), detail: fc.constantFrom('low', 'high'), loss }),
  fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom('Save', 'word '.repeat(900)), loss }),
  // What a router of somebody else may give.
  fc.constantFrom(...([undefined, 7, { kind: 'bytes' }, { kind: 'text', text: '', loss: 'all' }] as never[])),
);
const options: fc.Arbitrary<HeadroomOptions> = fc.record({
  mode: fc.constantFrom('balanced', 'lossless'),
  retrieval: fc.constantFrom('tool', 'summary'),
  losslessTurns: fc.constantFrom([], [0]),
  model: fc.constantFrom('claude-sonnet-4-5', 'claude-opus-4-7'),
});

/** Gives outcomes in turn, and never the same again: only what is remembered can be repeated. */
function inTurn(outcomes: readonly PictureOutcome[]): PictureRouter {
  let next = 0;
  return {
    name: 'in turn',
    route: () => outcomes[next++ % outcomes.length] as PictureOutcome,
    cut: async () => undefined,
  };
}

const image = (data: string) => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } });
const asked = (pictures: readonly string[], nth: number) => ({
  role: 'user',
  content: [{ type: 'text', text: `What is shown, part ${nth}?` }, ...pictures.map(image)],
});
const answer = { role: 'assistant', content: 'A machine.' };
const imagesIn = (body: object) => [...JSON.stringify(body).matchAll(/"data":"([^"]+)"/g)].map(([, data]) => data);
const notesIn = (body: object) =>
  [...JSON.stringify(body).matchAll(/with hash=([0-9a-f]{24})/g)].map(([, hash = '']) => hash);

it('never larger, first sight or never, every note redeemable, nothing lost where nothing may be', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(picture, { minLength: 1, maxLength: 3 }),
      fc.array(outcome, { minLength: 1, maxLength: 4 }),
      options,
      options,
      async (pictures, outcomes, first, later) => {
        const store = memory();
        const engine = (given: HeadroomOptions) =>
          createHeadroom({ store, conversation: 'c', pictures: inTurn(outcomes), ...given });
        const one = { max_tokens: 9, system: 's', messages: [asked(pictures, 1)] as object[] };
        const was = JSON.stringify(one);
        const sent = await engine(first).compress(one);
        expect(JSON.stringify(one)).toBe(was);
        expect(sent.tokensAfter).toBeLessThanOrEqual(sent.tokensBefore);
        for (const { tokensBefore, tokensAfter } of sent.pictures ?? [])
          expect(tokensAfter).toBeLessThanOrEqual(tokensBefore);
        const mayLose = first.mode !== 'lossless' && first.retrieval === 'tool' && first.losslessTurns?.length === 0;
        if (!mayLose) expect(notesIn(sent.body)).toEqual([]);
        for (const hash of notesIn(sent.body)) {
          const original = await engine(first).retrieve(hash);
          expect(original.status === 'found' && pictures.includes(original.picture?.data ?? '')).toBe(true);
        }
        // Another process, other options, another order of outcomes: what was sent is sent again.
        const two = { ...one, messages: [...one.messages, answer, asked(pictures, 2)] };
        const again = (await engine({ ...later, retrieveTool: 'other_tool' }).compress(two)).body;
        expect(again.messages.slice(0, 1)).toEqual(sent.body.messages);
      },
    ),
    { numRuns: 200 },
  );
});

it('repeats within one engine what it could not decide the first time', async () => {
  let calls = 0;
  const data = madePicture(1600, 900);
  const pictures: PictureRouter = {
    name: 'slow at first',
    route: () =>
      calls++ === 0
        ? new Promise(() => undefined)
        : { kind: 'bytes', mediaType: 'image/png', data: madePicture(60, 60) },
    cut: async () => undefined,
  };
  const engine = createHeadroom({ store: memory(), pictures, retrieval: 'tool' });
  const one = [asked([data, madePicture(900, 900)], 1)];
  const { body } = await engine.compress(one, { timeBudgetMs: 60 });
  expect(imagesIn(body)).toEqual(imagesIn(one));
  const two = [...one, answer, { role: 'user', content: 'And now?' }];
  expect(imagesIn((await engine.compress(two)).body)).toEqual(imagesIn(one));
});

it('records what is sent where an original is lost, and writes over nothing that it could not read', async () => {
  const kept = memory();
  let isBroken = false;
  const refuses = (key: string, value: string) => !key.startsWith('sent-') && value.startsWith('data:');
  const store = {
    get: (key: string) => (isBroken ? Promise.reject(new Error('away')) : kept.get(key)),
    set: (key: string, value: string) =>
      refuses(key, value) ? Promise.reject(new Error('full')) : kept.set(key, value),
    delete: (key: string) => kept.delete(key),
  };
  const small = madePicture(60, 60);
  const lossy = inTurn([{ kind: 'bytes', mediaType: 'image/png', data: small, loss: 'only a part is shown' }]);
  const settings = { conversation: 'c', retrieval: 'tool' as const, pictures: lossy };
  const one = [asked([madePicture(1600, 900)], 1)];
  expect((await createHeadroom({ store, ...settings }).compress(one)).body).toBe(one);
  // The store takes originals again: what was sent whole stays whole.
  expect((await createHeadroom({ store: kept, ...settings }).compress(one)).body).toBe(one);

  const shown = (await createHeadroom({ store: kept, ...settings, conversation: 'd' }).compress(one)).body;
  expect(imagesIn(shown)).toEqual([small]);
  isBroken = true;
  const other = inTurn([{ kind: 'kept' }]);
  const away = createHeadroom({ store, ...settings, conversation: 'd', pictures: other });
  expect((await away.compress(one)).warnings.map(({ code }) => code)).toContain('store_failed');
  expect(
    (await createHeadroom({ store: kept, ...settings, conversation: 'd', pictures: other }).compress(one)).body,
  ).toEqual(shown);
});

it('changes nothing when the call is aborted in the middle', async () => {
  const controller = new AbortController();
  const pictures: PictureRouter = {
    name: 'aborting',
    route: () => {
      controller.abort();
      return { kind: 'bytes', mediaType: 'image/png', data: madePicture(60, 60) };
    },
    cut: async () => undefined,
  };
  const one = [asked([madePicture(1600, 900), madePicture(900, 900)], 1)];
  const { body } = await createHeadroom({ store: memory(), pictures }).compress(one, { signal: controller.signal });
  expect(body).toBe(one);
});
