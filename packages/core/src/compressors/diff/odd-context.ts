import { timesOf } from '../../reading/grouped.js';
import type { Hunk } from './read-diff.js';

const USUAL = 3;

/**
 * Tells unchanged lines that differ from their siblings: where most lines around changes come again and again, one that comes
 * once is what a reviewer looks for.
 */
export function oddContext(hunks: readonly Hunk[]): (line: string) => boolean {
  const context = hunks.flatMap(({ lines }) => lines.filter((line) => line[0] === ' ' && line.trim() !== ''));
  const counts = timesOf(context.map(keyOf));
  const all = [...counts.values()];
  const usual = all.filter((count) => count >= USUAL).reduce((sum, count) => sum + count, 0);
  const total = all.reduce((sum, count) => sum + count, 0);
  if (usual * 2 <= total) return () => false;
  return (line) => line[0] === ' ' && counts.get(keyOf(line)) === 1;
}

function keyOf(line: string): string {
  return line.slice(0, 200).replace(/\d+/g, '#').trim();
}
