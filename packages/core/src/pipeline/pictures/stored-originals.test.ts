import { afterEach, expect, it, vi } from 'vitest';
import { createHeadroom, memory, type PictureRouter, type Store } from '../../index.js';
import { madePicture } from './made-picture.fixture.js';

afterEach(() => void vi.restoreAllMocks());

const pictures: PictureRouter = {
  name: 'scripted',
  route: () => ({ kind: 'bytes', mediaType: 'image/png', data: madePicture(300, 300), loss: 'only a part is shown' }),
  cut: async () => undefined,
};
const image = (data: string) => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } });
const asked = (data: string) => ({
  role: 'user',
  content: [{ type: 'text', text: 'What is on the left?' }, image(data)],
});

/** What a store was given of originals, in all. */
function watched(inside: Store): { readonly store: Store; readonly written: string[] } {
  const written: string[] = [];
  const set: Store['set'] = (key, value, options) => {
    if (value.startsWith('data:')) written.push(key);
    return inside.set(key, value, options);
  };
  const expired = inside.expired && ((key: string) => inside.expired?.(key) ?? false);
  return {
    store: { get: (key) => inside.get(key), delete: (key) => inside.delete(key), set, ...(expired && { expired }) },
    written,
  };
}

const later = (store: Store): Store => ({
  get: async (key) => store.get(key),
  set: async (key, value) => store.set(key, value),
  delete: async (key) => store.delete(key),
  ...(store.expired && { expired: async (key: string) => (await store.expired?.(key)) ?? false }),
});

it.each([
  ['synchronous', (store: Store) => store],
  ['asynchronous', later],
])('stores an original once in 30 turns, in a store that is %s', async (_, made) => {
  const { store, written } = watched(memory());
  const options = { store: made(store), pictures, retrieval: 'tool' as const, model: 'claude-opus-4-6' };
  for (const conversation of ['c', undefined]) {
    written.length = 0;
    const headroom = createHeadroom({ ...options, ...(conversation && { conversation }) });
    const messages: object[] = [asked(madePicture(1000, 1000)), asked(madePicture(900, 900))];
    for (let turn = 0; turn < 30; turn++) {
      const { ccrHashes } = await headroom.compress(messages);
      expect(ccrHashes).toHaveLength(2);
      messages.push({ role: 'assistant', content: 'A tree.' }, { role: 'user', content: `And now, ${turn}?` });
    }
    expect(written).toHaveLength(2);
    expect(new Set(written).size).toBe(2);
  }
});

it('stores it again when it is gone, after a while, in another store and in another process', async () => {
  const inside = memory({ maxEntries: 1 });
  const { store, written } = watched(inside);
  const one = [asked(madePicture(1000, 1000))];
  const settings = { pictures, retrieval: 'tool' as const, model: 'claude-opus-4-6' };
  const headroom = createHeadroom({ store, ...settings });
  await headroom.compress(one);
  await headroom.compress(one);
  expect(written).toHaveLength(1);
  inside.set('other', 'pushes it out');
  const { ccrHashes } = await headroom.compress(one);
  expect(written).toHaveLength(2);
  expect(await headroom.retrieve(ccrHashes[0] ?? '')).toMatchObject({ status: 'found' });
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 601_000);
  await headroom.compress(one);
  expect(written).toHaveLength(3);
  const second = watched(memory());
  await headroom.compress(one, { store: second.store });
  expect(second.written).toHaveLength(1);
  await createHeadroom({ store, ...settings }).compress(one);
  expect(written).toHaveLength(4);
});

it('tries again what it could not store, and does not write because a store does not say what is gone', async () => {
  const { store, written } = watched(memory());
  let isFull = true;
  const full: Store = {
    get: (key) => store.get(key),
    delete: (key) => store.delete(key),
    set(key, value) {
      if (isFull && value.startsWith('data:')) throw new Error('full');
      return store.set(key, value);
    },
    expired: () => {
      throw new Error('cannot tell');
    },
  };
  const headroom = createHeadroom({ store: full, pictures, retrieval: 'tool', model: 'claude-opus-4-6' });
  const one = [asked(madePicture(1000, 1000))];
  expect((await headroom.compress(one)).body).toBe(one);
  isFull = false;
  for (let turn = 0; turn < 3; turn++) expect((await headroom.compress(one)).ccrHashes).toHaveLength(1);
  expect(written).toHaveLength(1);
});
