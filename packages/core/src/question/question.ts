import type { Task } from '../model/compressor.js';
import { asksForAll } from './asks-for-all.js';
import { codesNamed } from './codes.js';
import { datesNamed } from './dates-named.js';
import { inputWords, type QueryTerms, readQuery } from './query-terms.js';
import { tokenize } from './stem.js';

/** One thing a question looks for in the rows. */
export interface Term {
  /** Lower case; for a word its stem. */
  readonly text: string;
  /** Names and values of the question weigh most, words of the tool call least. */
  readonly weight: number;
}

/** What a reader wants of the JSON. */
export interface Question {
  /** Its words. */
  readonly text: string;
  readonly terms: readonly Term[];
  readonly wants: QueryTerms['wants'];
  /** The reader asks for every row, or every row of a kind. */
  readonly listsAll: boolean;
  /** Whether a sum or a mean is asked for. */
  readonly wantsTotals: boolean;
  /** Whether the reader asks for addresses. */
  readonly wantsLinks: boolean;
  /** Whether the question has the very name of a column in it. */
  names(name: string): boolean;
  /** Whether the question is about a column of this name. */
  about(path: readonly string[]): boolean;
}

const SUPERLATIVE = /\b([a-z]{3,}est|best)\b/gi;
/** Words that only end like superlatives, and those that {@link readQuery} knows. */
const NO_SUPERLATIVE = new Set(
  (
    'test rest request west quest guest forest digest manifest interest arrest harvest suggest invest contest protest honest modest ' +
    'jest vitest pytest unittest nest latest earliest oldest newest northwest southwest behest ingest attest'
  ).split(' '),
);
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

/** Reads the question of a task with the words of its tool call. */
export function readQuestion(task: Task): Question {
  const asked = readQuery(task.query);
  const called = readQuery(inputWords(task.input));
  const terms = new Map<string, Term>();
  const add = (found: QueryTerms, factor: number) => {
    for (const text of found.names) put({ text: text.toLowerCase(), weight: 3 * factor });
    for (const text of found.values) put({ text: text.replace(/^[#v](?=\d)/i, '').toLowerCase(), weight: 3 * factor });
    for (const text of found.words) put({ text: tokenize(text)[0] ?? text, weight: factor });
  };
  const put = (term: Term) => {
    if (term.text.length > 0 && !terms.has(term.text)) terms.set(term.text, term);
  };
  add(asked, 1);
  add(called, 0.4);
  for (const date of datesNamed(task.query)) put({ text: date.toLowerCase(), weight: 3 });
  for (const code of codesNamed(task.query)) put({ text: code.toLowerCase(), weight: 2 });
  const stems = [
    ...new Set([
      ...tokenize(task.query.slice(0, 8000)),
      ...SAME.flatMap(([word, names]) => (word.test(task.query) ? names.split(' ') : [])),
    ]),
  ];
  return {
    text: task.query,
    terms: [...terms.values()].slice(0, 80),
    wants: withSuperlatives(asked.wants, task.query),
    wantsTotals: /\b(?:sum|total|totals|average|avg|mean|altogether|overall|combined)\b/i.test(task.query),
    wantsLinks: /\b(?:urls?|links?|href|address(?:es)?|endpoints?|website|where can i (?:see|find|open))\b/i.test(
      task.query,
    ),
    listsAll: asksForAll(task.query),
    names: (name) => terms.has(name.toLowerCase()),
    about: (path) =>
      tokenize(path.join(' ')).some((part) => part.length > 1 && stems.some((stem) => alike(stem, part))),
  };
}

/** `hottest`, `busiest`: which end of the scale is meant is not known, so both are. */
function withSuperlatives(wants: QueryTerms['wants'], query: string): QueryTerms['wants'] {
  if (wants.has('max') || wants.has('min')) return wants;
  const superlative = [...query.slice(0, 8000).matchAll(SUPERLATIVE)].some(
    ([word]) => !NO_SUPERLATIVE.has(word.toLowerCase()),
  );
  return superlative ? new Set([...wants, 'max', 'min']) : wants;
}

/** Stems meet when one begins with the other: `creat(ed)` and `creation`. */
function alike(a: string, b: string): boolean {
  if (a === b) return true;
  const short = Math.min(a.length, b.length);
  return short >= 4 && (a.startsWith(b) || b.startsWith(a)) && Math.max(a.length, b.length) - short <= 4;
}
