import type { Compressor, Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { compressorOf } from '../../units/compressor-of.js';
import { layoutOf } from './layout.js';
import { pack, unpack } from './pack.js';
import { arePackedCounts, packCounts } from './pack-counts.js';
import { readCountUnits, staysWhole } from './read-counts.js';
import { type Hit, readMatches } from './read-matches.js';
import { readMatchUnits } from './read-units.js';
import { addressed, scoreHits } from './score-hits.js';

/**
 * Search results (grep, ripgrep, ag, git grep, Select-String): says each path once; when that is not enough keeps
 * definitions, what the question names and a varied selection, and names every other file with its number of matches.
 */
export function search(): Compressor {
  return compressorOf({
    name: 'search',
    ceiling: 1,
    match: ({ lines }) => (arePackedCounts(lines) ? 1 : (layoutOf(lines)?.score ?? 0)),
    read(content, task) {
      const found = arePackedCounts(content.lines) ? undefined : layoutOf(content.lines);
      if (!found) return undefined;
      return found.counts ? readCountUnits(content, task) : readMatchUnits(content, found.layout, task);
    },
    pack: { pack: packMatches, unpack },
  });
}

function* packMatches(text: string, task: Task): InTurns<string | undefined> {
  const lines = text.split('\n');
  const found = arePackedCounts(lines) ? undefined : layoutOf(lines);
  if (!found || found.layout === 'heading') return undefined;
  if (found.counts) return packCounts(lines, staysWhole(lines, task));
  const rows = readMatches(lines, found.layout);
  yield;
  const hits = rows.filter((row): row is Hit => row.kind === 'hit');
  return pack(rows, addressed(hits, (yield* scoreHits(hits, task)).scores, task));
}
