import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import { inputWords, readQuery } from '../../reading/query-terms.js';
import { findRepeats } from './fold-repeats.js';
import { layoutOf } from './layout.js';
import { pack, unpack } from './pack.js';
import { arePackedCounts } from './pack-counts.js';
import { printKept } from './print-kept.js';
import { type Hit, type Layout, type Row, readMatches } from './read-matches.js';
import { shortenCounts } from './search-counts.js';
import { scoreHits, selectHits } from './select-hits.js';

const MIN_TOKENS = 100;
const MIN_MATCHES = 12;

/**
 * Search results (grep, ripgrep, ag, git grep, Select-String): says each path once; when that is not enough keeps
 * definitions, what the question names and a varied selection, and names every other file with its number of matches.
 */
export function search(): Compressor {
  return {
    name: 'search',
    match: (content) => (arePackedCounts(content.lines) ? 1 : (layoutOf(content.lines)?.score ?? 0)),
    compress(content, task) {
      if (arePackedCounts(content.lines)) return undefined;
      const found = layoutOf(content.lines);
      if (!found) return undefined;
      const before = task.tokens.count(content.text);
      if (before < MIN_TOKENS) return undefined;
      if (found.counts) return shortenCounts(content.lines, task, before);
      const rows = readMatches(content.lines, found.layout);
      const packed = packedOf(content.text, rows, found.layout, task, before);
      if (task.mode === 'lossless') return packed;
      return trimmedOf(rows, task, before, packed) ?? packed;
    },
  };
}

function packedOf(text: string, rows: readonly Row[], layout: Layout, task: Task, before: number): Shorter | undefined {
  if (layout === 'heading') return undefined;
  const packed = pack(rows);
  if (packed.length >= text.length || unpack(packed) !== text || task.tokens.count(packed) >= before) return undefined;
  return { kind: 'packed', text: packed };
}

/** Tokens to spend on matches: a third of a small result, less of a large one. */
function roomFor(task: Task, before: number): number {
  if (task.budget !== undefined) return Math.min(task.budget, before) * 0.7;
  const [share, floor] = task.mode === 'aggressive' ? [0.12, 150] : [0.27, 180];
  return (floor + Math.min(before, 8000) * share + Math.max(0, before - 8000) * share * 0.25) * task.bias;
}

function trimmedOf(rows: readonly Row[], task: Task, before: number, packed: Shorter | undefined): Shorter | undefined {
  const hits = rows.filter((row): row is Hit => row.kind === 'hit');
  const matches = hits.filter((hit) => hit.mark === ':').length;
  if (matches < MIN_MATCHES) return undefined;
  const room = roomFor(task, before);
  const scored = scoreHits(hits, task);
  const repeats = findRepeats(hits, new Set(scored.always), room * 0.75);
  const folded = new Set(repeats.flatMap((repeat) => repeat.places));
  const kept = selectHits(hits, scored, folded, room - folded.size * 4);
  const terms = readQuery(`${task.query} ${inputWords(task.input)}`);
  const text = printKept(rows, hits, { kept, folded, repeats }, [
    ...terms.names.map((name) => name.toLowerCase()),
    ...terms.words,
  ]);
  if (text.trim() === '') return undefined;
  const rival = packed ? task.tokens.count(packed.text) : before;
  if (task.tokens.count(text) > rival * 0.9) return undefined;
  return { kind: 'trimmed', licence: 'rows', text, omitted: { summary: summaryOf(hits, kept, folded.size, matches) } };
}

function summaryOf(hits: readonly Hit[], kept: ReadonlySet<number>, folded: number, matches: number): string {
  let shown = folded;
  for (const i of kept) if (hits[i]!.mark === ':') shown++;
  const files = new Set(hits.map((hit) => hit.path)).size;
  const context = hits.length - matches - (kept.size + folded - shown);
  const among = `${matches} matches in ${files} file${files === 1 ? '' : 's'}`;
  const parts = [
    matches > shown ? `the text of ${matches - shown} of ${among}` : `repeated words only, all ${among} are here`,
  ];
  if (context > 0) parts.push(`${context} context lines`);
  return parts.join(', ');
}
