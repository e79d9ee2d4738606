import { expect, it } from 'vitest';
import type { StoredRecord } from '../model/store.js';
import { termsOf } from '../words/terms.js';
import { Places } from './around.js';
import type { Gathering } from './gather.js';
import { Passages } from './passage.js';
import { turnsOf } from './turns.fixture.js';

const turns = turnsOf(['Where is the heron?', 'Here.', 'It rains.', 'A lighthouse!', 'So it is.', 'Old.', 'A boat.']);

it('a passage has what its turns have, each term by how telling it is', () => {
  const telling = { idf: ([term]: readonly string[]) => (term === 'heron' ? 3 : 1) } as unknown as Gathering;
  const passages = new Passages(telling, new Places(turns), termsOf('heron lighthouse boat'));
  const [first, second, , , , last] = turns as [StoredRecord, StoredRecord, 0, 0, 0, StoredRecord];
  expect(passages.of(first)).toEqual({ own: 0.6, near: 0.6, passage: 0.8, asked: 0 });
  expect(passages.of(second)).toEqual({ own: 0, near: 0.8, passage: 0.8, asked: 0.6 });
  expect(passages.of(last)).toEqual({ own: 0, near: 0.4, passage: 0.4, asked: 0 });
  const fact = { ...first, kind: 'fact' } as StoredRecord;
  expect(passages.of(fact)).toEqual({ own: 0.6, near: 0.6, passage: 0.6, asked: 0 });
});
