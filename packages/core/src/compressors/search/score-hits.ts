import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { namesPath } from '../../question/names-path.js';
import { inputWords, readQuery } from '../../question/query-terms.js';
import { rankInTurns } from '../../question/rank-texts.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { type PathKind, pathKind } from '../../reading/path-kind.js';
import { definedIn, subjectsOf } from './definition.js';
import type { Addressed } from './pack.js';
import type { Hit } from './read-matches.js';

const SCORED_HITS = 20_000;
const MOST_ADDRESSED = 5;
const ASKS_PLACE = /\b(?:where|which (?:file|line|place)s?|what (?:file|line)|locations?|line numbers?|find)\b/i;
const WEIGHT: Record<PathKind, number> = { source: 1, docs: 0.7, test: 0.6, lock: 0.2, generated: 0.3, vendored: 0.4 };

/** How hits fit the question; `always` are those it cannot do without. */
export interface Scored {
  readonly scores: readonly number[];
  readonly always: readonly number[];
}

/** Scores every hit against the question and the search pattern. */
export function* scoreHits(hits: readonly Hit[], task: Task): InTurns<Scored> {
  const terms = readQuery(task.query);
  const call = readQuery(inputWords(task.input));
  const relevance = yield* rankInTurns(
    task.query,
    hits.slice(0, SCORED_HITS).map((hit) => `${hit.path} ${hit.text.slice(0, 500)}`),
  );
  const asked = subjectsOf([
    ...terms.names,
    ...terms.words,
    ...(task.query.match(/\w+/g) ?? []).filter((word) => /[A-Z_]/.test(word)),
  ]);
  const searched = subjectsOf([...call.names, ...call.words]);
  const seen = new Map<string, number>();
  const perFile = new Map<string, number>();
  const ofPath = new Map<string, { weight: number; named: number }>();
  const defining: number[] = [];
  const always: number[] = [];
  const perhaps: number[] = [];
  const scores: number[] = [];
  yield* itemsInTurns(hits, (hit, i) => {
    const file = ofPath.get(hit.path) ?? { weight: WEIGHT[pathKind(hit.path)], named: namesPath(terms, hit.path) };
    ofPath.set(hit.path, file);
    const shape = hit.text.replace(/[\d\s]+/g, '');
    const times = seen.get(shape) ?? 0;
    const rank = perFile.get(hit.path) ?? 0;
    if (hit.mark === ':') {
      seen.set(shape, times + 1);
      perFile.set(hit.path, rank + 1);
    }
    const defined =
      hit.mark === '-'
        ? undefined
        : (definedIn(hit.text, asked) ?? (searched.size > 0 ? definedIn(hit.text, searched) : undefined));
    if (defined !== undefined) defining.push(i);
    if (file.named >= 2) always.push(i);
    else if (file.named === 1) perhaps.push(i);
    const answer = (relevance[i] ?? 0) * 2;
    scores.push(
      (answer + 1 / (1 + rank) + 0.6 / (1 + times * 2) + (file.named > 0 ? 3 : 0) + (shape.length < 4 ? -1 : 0)) *
        file.weight,
    );
  });
  if (always.length > 400) always.length = 0;
  if (perhaps.length <= 12) always.push(...perhaps);
  if (defining.length <= Math.max(12, hits.length * 0.12)) for (const i of defining) always.push(i);
  else for (const i of defining) scores[i]! += 0.5;
  return { scores, always: [...new Set(always)] };
}

/** Where a place is asked: the few matches that fit the question best and say a word of it, for their `path:line` is the answer. */
export function addressed(hits: readonly Hit[], scores: readonly number[], task: Task): Addressed {
  if (!ASKS_PLACE.test(task.query)) return () => false;
  const { words } = readQuery(task.query);
  const best = hits
    .map((hit, i) => ({ hit, score: scores[i]! }))
    .filter(({ hit }) => hit.mark === ':' && words.some((word) => hit.text.toLowerCase().includes(word)))
    .sort((a, b) => b.score - a.score || a.hit.at - b.hit.at);
  const places = new Set(best.slice(0, MOST_ADDRESSED).map(({ hit }) => placeOf(hit)));
  return (hit) => places.has(placeOf(hit));
}

function placeOf({ path, number }: Hit): string {
  return `${path}:${number}`;
}
