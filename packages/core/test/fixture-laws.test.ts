import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMarker } from '../src/ccr/marker.js';
import { createHeadroom, memory } from '../src/index.js';
import { readFixtures } from '../src/testing/node-fixtures.js';

/** The laws over the real outputs that the compressors keep as fixtures, through the whole engine. */
const folders = new URL('../src/compressors/', import.meta.url);
const fixtures = readdirSync(folders, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    const folder = new URL(`${name}/fixtures/`, folders);
    return existsSync(folder)
      ? readFixtures(folder).map((fixture) => ({ ...fixture, path: `${name}/${fixture.name}` }))
      : [];
  });

let trimmed = 0;

describe('laws over all fixtures', () => {
  it('finds them', () => {
    expect(fixtures.length).toBeGreaterThan(100);
  });

  it.each(fixtures)('$path', async ({ text, query = '', keep = [] }) => {
    const request = [
      { role: 'user', content: query || 'What does this show?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'run', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: text },
    ];
    const headroom = createHeadroom({ store: memory() });
    const result = await headroom.compress(request);
    const shown = String(result.messages[2]?.content);
    expect(result.warnings).toEqual([]);
    expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore);
    expect((await createHeadroom().compress(request)).messages).toEqual(result.messages);
    expect((await headroom.compress(result.messages)).body).toBe(result.messages);
    for (const fact of keep) expect(shown).toContain(fact);
    const later = [...request, { role: 'assistant', content: 'I see.' }, { role: 'user', content: 'And what else?' }];
    expect((await createHeadroom().compress(later)).messages.slice(0, 3)).toEqual(result.messages);
    if (result.blocks.at(-1)?.outcome !== 'trimmed') return;
    trimmed++;
    expect(await headroom.retrieve(readMarker(shown)?.hash ?? '')).toMatchObject({ status: 'found', text });
    const lossless = await headroom.compress(request, { retrieval: 'none' });
    expect(lossless.blocks.at(-1)?.outcome).not.toBe('trimmed');
  });

  it('saw originals come back of many that were trimmed', () => {
    expect(trimmed).toBeGreaterThan(80);
  });
});
