import type { Task } from '../../model/compressor.js';
import { readQuery } from '../../question/query-terms.js';
import type { Addressed } from './pack.js';
import type { Hit } from './read-matches.js';

const MOST = 5;
const ASKS_PLACE = /\b(?:where|which (?:file|line|place)s?|what (?:file|line)|locations?|line numbers?|find)\b/i;

/** Where a place is asked: the few matches that fit the question best and say a word of it, for their `path:line` is the answer. */
export function addressed(hits: readonly Hit[], scores: readonly number[], task: Task): Addressed {
  if (!ASKS_PLACE.test(task.query)) return () => false;
  const { words } = readQuery(task.query);
  const best = hits
    .map((hit, i) => ({ hit, score: scores[i]! }))
    .filter(({ hit }) => hit.mark === ':' && words.some((word) => hit.text.toLowerCase().includes(word)))
    .sort((a, b) => b.score - a.score || a.hit.at - b.hit.at);
  const places = new Set(best.slice(0, MOST).map(({ hit }) => placeOf(hit)));
  return (hit) => places.has(placeOf(hit));
}

function placeOf({ path, number }: Hit): string {
  return `${path}:${number}`;
}
