import { expect, it } from 'vitest';
import type { StoredRecord } from '../model/store.js';
import { akinWords } from '../words/akin.js';
import { termsOf } from '../words/terms.js';
import { Places } from './around.js';
import type { Gathering } from './gather.js';
import { Likeness } from './likeness.js';
import { Passages } from './passage.js';
import { turnsOf } from './turns.fixture.js';

const gathering = { idf: () => 2, total: 100 } as unknown as Gathering;

async function likenessOf(question: string, texts: readonly string[]) {
  const turns = turnsOf(texts);
  const places = new Places(turns);
  const passages = new Passages(gathering, places, termsOf(question));
  const likeness = new Likeness(await akinWords(), gathering, passages, places);
  return { turns, likeness };
}

it('finds what a question means where no word is shared', async () => {
  const { turns, likeness } = await likenessOf('Which doctor looks after my teeth?', [
    'The dentist comes on Monday.',
    'Granite erodes.',
  ]);
  const [dentist, granite] = turns.map((turn) => likeness.of(turn));
  expect(dentist?.akin).toBeGreaterThan(0.3);
  expect(dentist?.akin).toBeLessThan(1);
  expect(granite?.akin).toBe(0);
  expect(dentist?.theme).toBeGreaterThan((granite?.theme ?? 1) + 0.2);
  expect(likeness.worth(turns[0] as StoredRecord)).toBeGreaterThan(0);
  expect(likeness.worth(turns[1] as StoredRecord)).toBe(0);
});

it('counts a shared word whole, also one that the table does not have, and lends it to two turns on either side', async () => {
  const { turns, likeness } = await likenessOf('xylobrand', ['A xylobrand.', 'It.', 'So.', 'No.']);
  expect(turns.map((turn) => likeness.of(turn).akin)).toEqual([1, 0, 0, 0]);
  expect(turns.map((turn) => likeness.of(turn).akinNear)).toEqual([1, 1, 1, 0]);
});
