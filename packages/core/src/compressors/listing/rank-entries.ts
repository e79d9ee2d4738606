import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { namesPath } from '../../question/names-path.js';
import { readQuery } from '../../question/query-terms.js';
import { rankInTurns } from '../../question/rank-texts.js';
import { timesOf } from '../../reading/grouped.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { commonRoot } from './pack-paths.js';
import type { Entry } from './read-entries.js';

const CACHES =
  /(?:^|[/\\])(?:__pycache__|node_modules|\.git|\.mypy_cache|\.pytest_cache|\.ruff_cache|\.tox|\.cache|\.next|\.turbo|\.gradle|\.idea)[/\\]|\.py[co]$/;

/** Files that nobody asks for by name: caches, installed packages, repository internals. */
export function isCache(path: string): boolean {
  return CACHES.test(path);
}

/** One score per entry against the question, 1 for the best fit, more for files the question names. */
export function* rankEntries(entries: readonly Entry[], task: Task): InTurns<number[]> {
  const terms = readQuery(task.query);
  const root = commonRoot(entries.map((entry) => entry.path)).length;
  const relevance = yield* rankInTurns(
    task.query,
    entries.map((entry) => entry.path.slice(root)),
    { lengthShare: 0.4 },
  );
  const squeezed = [...terms.names, ...terms.words].map(squeeze).filter((word) => word.length >= 5);
  const scores: number[] = [];
  yield* itemsInTurns(entries, (entry, i) => {
    const named = namesPath(terms, entry.path);
    const path = squeezed.length > 0 ? squeeze(entry.path.slice(root)) : '';
    const inside = squeezed.some((word) => path.includes(word)) ? 0.25 : 0;
    const score = (named >= 2 ? 2 : named === 1 ? 0.5 : 0) + inside + (relevance[i] ?? 0);
    scores.push(named >= 2 || !isCache(entry.path) ? score : score * 0.2);
  });
  return scores;
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The bytes of a size as listings print it: `4096`, `1,234`, `1.2K`. */
export function bytesOf(size: string | undefined): number {
  const found = /^([\d.,]+) ?([kKMGTP]?)/.exec(size ?? '');
  if (!found) return 0;
  return Number(found[1]!.replaceAll(',', '')) * 1024 ** ' KMGTP'.indexOf((found[2] || ' ').toUpperCase());
}

/** `120 .py, 14 .so, 3 folders`: what a set of entries is made of, most frequent first. */
export function countKinds(entries: readonly Entry[], most = 6): string {
  const kinds = entries.map(({ folder, path }) =>
    folder ? 'folders' : (/[^./\\](\.[A-Za-z0-9_]{1,10})$/.exec(path)?.[1] ?? 'without extension'),
  );
  const sorted = [...timesOf(kinds)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = sorted
    .slice(0, most)
    .map(([kind, count]) => `${count} ${count === 1 && kind === 'folders' ? 'folder' : kind}`);
  const rest = sorted.slice(most).reduce((sum, [, count]) => sum + count, 0);
  return [...shown, ...(rest > 0 ? [`${rest} of other kinds`] : [])].join(', ');
}
