import { BoundedMap } from '../reading/bounded-map.js';
import { tokenize } from './stem.js';

/** Words of a question and the words that columns use for the same thing. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:space|large|larger|largest|big|bigger|biggest|heavy|heaviest|size|disk|small|smallest|bytes)\b/i,
    'size bytes length kb mb gb storage disk memory',
  ],
  [
    /\b(?:slow|slower|slowest|fast|fastest|latency|latencies|long|longest|took|takes|duration|quick|time)\b/i,
    'duration latency elapsed time ms seconds took p99 p95 p50 runtime response',
  ],
  [/\b(?:strong|strongest|earthquakes?|magnitude)\b/i, 'mag magnitude strength'],
  [/\b(?:expensive|cheap|cheapest|cost|costs|price|priced|spend|spent|paid)\b/i, 'price cost amount total'],
  [
    /\b(?:old|oldest|new|newest|latest|recent|recently|earliest|when|date|first|last)\b/i,
    'date time timestamp created updated modified published at ts',
  ],
  [/\b(?:memory|ram|leak)\b/i, 'memory rss heap mem'],
  [/\b(?:popular|stars?|starred|downloads?|downloaded)\b/i, 'stars stargazers downloads count watchers'],
  [/\b(?:link|links|urls?|address|href|website|page)\b/i, 'url link href uri html website'],
  [
    /\b(?:who|whom|whose|author|authors|committer|person|people|user|users)\b/i,
    'author user name login email committer assignee owner maintainer',
  ],
  [/\b(?:where|location|located|place)\b/i, 'place location path file city country region address'],
  [/\b(?:restart\w*|crash\w*)\b/i, 'restarts restartcount state reason'],
];

/** A question, and which names it was found to be about. */
interface Known {
  readonly stems: readonly string[];
  readonly names: Map<string, boolean>;
}

/** A question is asked of every column, for several reasons. */
const known = new BoundedMap<Known>(1_000_000);
const MOST_NAMES = 5000;

/** Whether a question is about a column of this name: by its words, or by words that columns use for the same thing. */
export function isAbout(query: string, name: string): boolean {
  const text = query.slice(0, 8000);
  const { stems, names } = known.get(text) ?? { stems: stemsOf(text), names: new Map<string, boolean>() };
  known.set(text, { stems, names });
  if (names.size > MOST_NAMES) names.clear();
  const found =
    names.get(name) ?? tokenize(name).some((part) => part.length > 1 && stems.some((stem) => alike(stem, part)));
  names.set(name, found);
  return found;
}

function stemsOf(text: string): readonly string[] {
  const others = SAME.flatMap(([word, names]) => (word.test(text) ? names.split(' ') : []));
  return [...new Set([...tokenize(text), ...others])];
}

/** Stems meet when one begins with the other: `creat(ed)` and `creation`. */
function alike(a: string, b: string): boolean {
  if (a === b) return true;
  const short = Math.min(a.length, b.length);
  return short >= 4 && (a.startsWith(b) || b.startsWith(a)) && Math.max(a.length, b.length) - short <= 4;
}
