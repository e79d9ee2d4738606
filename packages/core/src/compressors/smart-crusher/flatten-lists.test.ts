import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../model/content.js';
import { createContent } from '../../reading/content.js';
import { parseJson, printJson } from '../../reading/parse-json.js';
import { makeTask } from '../../testing/make-task.js';
import { flattenLists } from './flatten-lists.js';
import { smartCrusher } from './smart-crusher.js';

const read = (value: unknown): JsonValue => parseJson(JSON.stringify(value)) as JsonValue;
const flat = (value: unknown): unknown => JSON.parse(printJson(flattenLists(read(value))));

const machine = (i: number, owner: string | undefined) => ({
  id: `i-${(i * 7919).toString(16).padStart(6, '0')}`,
  size: ['small', 'large', 'huge'][i % 3],
  tags: [
    { Key: 'Name', Value: `web-${i}` },
    { Key: 'env', Value: i % 4 === 0 ? 'staging' : 'prod' },
    ...(owner ? [{ Key: 'owner', Value: owner }] : []),
  ],
  disks: [{ id: `vol-${i}`, gigabytes: 20 + i }],
});

describe('flattenLists', () => {
  it('makes columns of pairs and of lists with one object', () => {
    const rows = [0, 1, 2].map((i) => machine(i, 'core'));
    expect(flat(rows)).toMatchObject([
      {
        id: 'i-000000',
        tags: { Name: 'web-0', env: 'staging', owner: 'core' },
        disks: { id: 'vol-0', gigabytes: 20 },
      },
      {},
      {},
    ]);
  });

  it.each([
    [
      'pairs with a key twice',
      [0, 1, 2].map((i) => ({
        id: i,
        h: [
          { name: 'a', value: 1 },
          { name: 'a', value: 2 },
        ],
      })),
    ],
    [
      'pairs in one row only',
      [
        {
          h: [
            { name: 'a', value: 1 },
            { name: 'b', value: 2 },
          ],
        },
        { h: [3, 4] },
        { h: [5, 6] },
      ],
    ],
    ['a list of pairs that is the document', [0, 1, 2, 3].map((i) => ({ name: `n${i}`, value: i }))],
    ['lists of other lengths', [{ h: [{ a: 1 }] }, { h: [{ a: 1 }, { a: 2 }] }, { h: [{ a: 3 }] }]],
  ])('leaves %s alone', (_, value) => {
    const json = read(value);
    expect(flattenLists(json)).toBe(json);
  });

  it('shows whose pair is missing', () => {
    const rows = Array.from({ length: 1500 }, (_, i) => machine(i, i === 241 ? undefined : `team-${i % 3}`));
    const shorter = smartCrusher().compress(
      createContent(JSON.stringify(rows, null, 2)),
      makeTask({ query: 'Every machine needs an owner. Which one has none?' }),
    );
    expect(shorter).toMatchObject({ kind: 'trimmed', licence: 'rows', text: expect.stringMatching(/web-241\b/) });
  });
});
