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
  readonly kind: 'name' | 'value' | 'word';
  /** Names and values of the question weigh most, words of the tool call least. */
  readonly weight: number;
  /** The rows without it are meant (`not running`). */
  readonly negated?: boolean;
  /** Stands as it is written, as a word of its own: a code such as `ND`. */
  readonly exact?: string;
}

/** What a reader wants of the JSON. */
export interface Question {
  /** Its words. */
  readonly text: string;
  readonly terms: readonly Term[];
  readonly wants: QueryTerms['wants'];
  /** The reader asks for every row, or every row of a kind. */
  readonly listsAll: boolean;
  /** How many extreme rows are asked for (`top 5`), at least 3. */
  readonly top: number;
  /** Limits set for a number (`over 500`, `< 10`). */
  readonly limits: readonly { readonly value: number; readonly above: boolean }[];
  /** Whether a sum or a mean is asked for. */
  readonly wantsTotals: boolean;
  /** Whether the reader asks for addresses. */
  readonly wantsLinks: boolean;
  /** Whether the question has the very name of a column in it. */
  names(name: string): boolean;
  /** Whether the question is about a column of this name. */
  about(path: readonly string[]): boolean;
}

const NOT =
  /\b(?:not|isn't|aren't|wasn't|weren't|without|except(?: for)?|other than|besides|non-?) ?(?:yet |in |a |an |the |state |status )?["`']?([\w-]{3,})/gi;
const LIMIT =
  /(>=?|<=?|\b(?:over|above|more than|greater than|exceed(?:s|ed|ing)?|at least|longer than|larger than|bigger than|higher than|slower than|under|below|less than|fewer than|at most|shorter than|smaller than|lower than|faster than))\s*\$?(\d[\d,]*(?:\.\d+)?)/gi;
const TOP =
  /\b(?:top|first|last|latest|largest|biggest|slowest|highest|lowest|best|worst|most \w+)\s+(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+)?(?:largest|biggest|slowest|fastest|highest|lowest|latest|newest|oldest|most|least|best|worst|smallest|longest|cheapest)\b/i;
const SUPERLATIVE = /\b([a-z]{3,}est|best)\b/gi;
/** Words that only end like superlatives, and those that {@link readQuery} knows. */
const NO_SUPERLATIVE = new Set(
  (
    'test rest request west quest guest forest digest manifest interest arrest harvest suggest invest contest protest honest modest ' +
    'jest vitest pytest unittest nest latest earliest oldest newest northwest southwest behest ingest attest'
  ).split(' '),
);
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

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
    for (const text of found.names) put({ text: text.toLowerCase(), kind: 'name', weight: 3 * factor });
    for (const text of found.values)
      put({ text: text.replace(/^[#v](?=\d)/i, '').toLowerCase(), kind: 'value', weight: 3 * factor });
    for (const text of found.words) put({ text: tokenize(text)[0] ?? text, kind: 'word', weight: factor });
  };
  const put = (term: Term) => {
    if (term.text.length > 0 && !terms.has(term.text)) terms.set(term.text, term);
  };
  add(asked, 1);
  add(called, 0.4);
  for (const date of datesNamed(task.query)) put({ text: date.toLowerCase(), kind: 'value', weight: 3 });
  for (const code of codesNamed(task.query)) put({ text: code.toLowerCase(), kind: 'value', weight: 2, exact: code });
  for (const [, word] of task.query.slice(0, 8000).matchAll(NOT)) {
    const stem = tokenize(word!)[0] ?? word!.toLowerCase();
    const known = terms.get(stem);
    terms.set(stem, { text: stem, kind: 'word', weight: known?.weight ?? 1, negated: true });
  }
  const stems = [
    ...new Set([
      ...tokenize(task.query.slice(0, 8000)),
      ...SAME.flatMap(([word, names]) => (word.test(task.query) ? names.split(' ') : [])),
    ]),
  ];
  const top = TOP.exec(task.query.slice(0, 8000));
  const count = top?.[1] ?? top?.[2];
  return {
    text: task.query,
    terms: [...terms.values()].slice(0, 80),
    wants: withSuperlatives(asked.wants, task.query),
    limits: [...task.query.slice(0, 8000).matchAll(LIMIT)].map(([, word, value]) => ({
      value: Number(value!.replaceAll(',', '')),
      above: !/^(?:<|under|below|less|fewer|at most|shorter|smaller|lower|faster)/i.test(word!),
    })),
    wantsTotals: /\b(?:sum|total|totals|average|avg|mean|altogether|overall|combined)\b/i.test(task.query),
    wantsLinks: /\b(?:urls?|links?|href|address(?:es)?|endpoints?|website|where can i (?:see|find|open))\b/i.test(
      task.query,
    ),
    listsAll: asksForAll(task.query),
    top: Math.max(3, Math.min(50, count === undefined ? 3 : Number(count) || NUMBERS.indexOf(count.toLowerCase()))),
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
