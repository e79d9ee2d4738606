import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { layoutOf } from './layout.js';
import { packPaths, unpackPaths } from './pack-paths.js';
import { packTree, unpackTree } from './pack-tree.js';
import { printDetails } from './print-details.js';
import { printFolders } from './print-folders.js';
import { countKinds, rankEntries } from './rank-entries.js';
import { type Listing, readListing } from './read-entries.js';

const MIN_TOKENS = 100;
const MIN_ENTRIES = 10;

/**
 * Listings of files (find, ls, tree, du, tar, unzip, git ls-files): says folders once; when that is not enough keeps what the
 * question asks for with its whole path, folder contents by name as far as they fit, and counts of the rest.
 */
export function listing(): Compressor {
  return {
    name: 'listing',
    match: (content) => layoutOf(content.lines)?.score ?? 0,
    compress(content, task) {
      const found = readListing(content.lines);
      if (!found || found.entries.length < MIN_ENTRIES) return undefined;
      const before = task.tokens.count(content.text);
      if (before < MIN_TOKENS) return undefined;
      const scores = rankEntries(found.entries, task);
      const packed = packedOf(content, found, scores, task, before);
      if (task.mode === 'lossless') return packed;
      return trimmedOf(content, found, scores, task, before, packed) ?? packed;
    },
  };
}

function packedOf(
  content: Content,
  found: Listing,
  scores: readonly number[],
  task: Task,
  before: number,
): Shorter | undefined {
  let text: string;
  if (found.layout === 'paths') {
    const best = scores.reduce((most, score) => Math.max(most, score), 0);
    const whole = new Set(
      found.entries
        .filter((_, i) => best > 0 && scores[i]! >= best * 0.6)
        .slice(0, 30)
        .map((entry) => entry.path),
    );
    text = packPaths(content.lines, (line) => whole.has(line));
    if (unpackPaths(text) !== content.text) return undefined;
  } else if (found.layout === 'tree') {
    text = packTree(content.lines);
    if (unpackTree(text) !== content.text) return undefined;
  } else return undefined;
  return task.tokens.count(text) < before ? { kind: 'packed', text } : undefined;
}

function roomFor(task: Task, before: number): number {
  if (task.budget !== undefined) return Math.min(task.budget, before) * 0.8;
  const [floor, share] = task.mode === 'aggressive' ? [120, 0.1] : [450, 0.28];
  return (floor + Math.min(before, 10_000) * share + Math.max(0, before - 10_000) * share * 0.25) * task.bias;
}

function trimmedOf(
  content: Content,
  found: Listing,
  scores: readonly number[],
  task: Task,
  before: number,
  packed: Shorter | undefined,
): Shorter | undefined {
  const room = roomFor(task, before);
  const { text, counted } =
    found.layout === 'details' ? printDetails(found, content.lines, scores, room) : printFolders(found, scores, room);
  if (text.trim() === '') return undefined;
  const rival = packed ? task.tokens.count(packed.text) : before;
  if (task.tokens.count(text) > rival * 0.9) return undefined;
  return { kind: 'trimmed', licence: 'rows', text, omitted: { summary: summaryOf(found, counted.length) } };
}

function summaryOf(found: Listing, counted: number): string {
  const files = found.entries.filter((entry) => !entry.folder);
  const parts: string[] = [];
  if (counted > 0) parts.push(`the names of ${counted} of ${found.entries.length} entries`);
  if (found.layout === 'details')
    parts.push(
      found.entries.some((entry) => entry.mode)
        ? 'mode, owner and date of ordinary entries'
        : 'columns beside name and size',
    );
  if (parts.length === 0) parts.push('repeated folders');
  return `${parts.join('; ')}; in all ${files.length} files (${countKinds(files, 10)})`;
}
