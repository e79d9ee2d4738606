import { describe, expect, it } from 'vitest';
import { sheet } from '../compressors/sheet/sheet.js';
import { table } from '../compressors/table/table.js';
import type { Shorter } from '../model/compressor.js';
import { createContent } from '../reading/content.js';
import { makeTask } from '../testing/make-task.js';
import { readFixtures } from '../testing/node-fixtures.js';
import { selectPart } from './select-part.js';

const cases = [table(), sheet()].flatMap((compressor) =>
  readFixtures(new URL(`../compressors/${compressor.name}/fixtures/`, import.meta.url)).map(
    (fixture) => [`${compressor.name}: ${fixture.name}`, compressor, fixture] as const,
  ),
);

describe('rows that a marker counts', () => {
  it.each(cases)('can be asked for, %s', (_, compressor, { text }) => {
    const shorter = compressor.compress(createContent(text), makeTask({ query: 'anything?' })) as Shorter | undefined;
    if (shorter?.kind !== 'trimmed') return;
    const counted = /of (\d+) (?:rows|records)/.exec(shorter.omitted.summary)?.[1];
    if (counted === undefined) return;
    const last = selectPart(text, { rows: counted });
    expect(last).toMatchObject({ part: `rows ${counted} of ${counted}` });
    expect('text' in last && text.includes(last.text)).toBe(true);
  });

  it('are whole records', () => {
    const quoted = cases.find(([name]) => name.includes('orders-quoted-csv'))![2].text;
    expect(selectPart(quoted, { rows: '1' })).toMatchObject({
      text: expect.stringMatching(/^A-1000,.*"call before\n/),
    });
    const psql = cases.find(([name]) => name.includes('psql-select'))![2].text;
    expect(selectPart(psql, { rows: '1' })).toMatchObject({ text: expect.stringMatching(/^ +1 \| user1@/) });
  });
});
