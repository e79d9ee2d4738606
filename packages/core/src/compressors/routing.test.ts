import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createContent } from '../reading/content.js';
import { readFixtures } from '../testing/node-fixtures.js';
import { defaultCompressors } from './index.js';

const here = new URL('./', import.meta.url);
const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const fixtures = folders.flatMap(({ name }) => {
  const folder = new URL(`${name}/fixtures/`, here);
  return existsSync(folder)
    ? readFixtures(folder).map((fixture) => ({ owner: name.replaceAll('-', '_'), ...fixture }))
    : [];
});

describe('routing is tested by data', () => {
  it('knows every compressor folder, each with at least five fixtures', () => {
    expect(
      defaultCompressors()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(folders.map(({ name }) => name.replaceAll('-', '_')).sort());
    for (const { name } of folders)
      expect(fixtures.filter(({ owner }) => owner === name.replaceAll('-', '_')).length, name).toBeGreaterThanOrEqual(
        5,
      );
  });

  it.each(fixtures.map((fixture) => [`${fixture.owner}: ${fixture.name}`, fixture] as const))(
    '%s is won by its owner',
    (_, { owner, text }) => {
      const content = createContent(text);
      for (const { name, ceiling, match } of defaultCompressors())
        expect(match(content), `${name} says no more than its ceiling`).toBeLessThanOrEqual(ceiling ?? 1);
      const ranked = defaultCompressors()
        // A packer knows texts that others may shorten further.
        .filter((compressor) => !compressor.packsOnly || compressor.name === owner)
        .map((compressor) => ({ name: compressor.name, score: compressor.match(content) }))
        .sort((a, b) => b.score - a.score);
      expect(ranked[0]?.name, JSON.stringify(ranked.slice(0, 3))).toBe(owner);
    },
  );
});
