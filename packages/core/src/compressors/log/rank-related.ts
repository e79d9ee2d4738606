import type { Template } from './mine-templates.js';
import type { LogLine } from './read-lines.js';
import type { LogRecord } from './read-records.js';

const MOST_WORDS = 24;
const SEARCHED = 300;

/**
 * Records that share words with the question, best first: rare words weigh most, whole words more than parts, words that
 * open a statement more than words in its middle. A word that is rare over the whole log is looked for in every record,
 * a common one only in one record of each shape.
 */
export function rankRelated(
  lines: readonly LogLine[],
  records: readonly LogRecord[],
  templates: readonly Template[],
  words: readonly string[],
  bias: number,
): number[] {
  const stems = [...new Set(words.slice(0, MOST_WORDS).map(stem))].filter((word) => word.length >= 3);
  const heads = records.map(({ head }) => (lines[head]?.body ?? '').slice(0, SEARCHED).toLowerCase());
  const shapes = templates.flatMap(({ members }) => (members.length <= 3 ? members : members.slice(0, 1)));
  shapes.sort((a, b) => a - b);
  const limit = Math.max(6, records.length * 0.005);
  const scores = new Map<number, number>();
  for (const word of stems) {
    let hits = matches(heads, undefined, word, limit);
    if (hits.length > limit) hits = matches(heads, shapes, word, shapes.length);
    if (hits.length === 0 || (hits.length > 12 && hits.length > shapes.length * 0.25)) continue;
    const weight = Math.log(1 + Math.max(shapes.length, 12) / hits.length);
    for (const hit of hits) scores.set(hit, (scores.get(hit) ?? 0) + weight * closeness(heads[hit] ?? '', word));
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const [, best = 0] = ranked[0] ?? [];
  return ranked
    .slice(0, Math.max(2, Math.round(10 * bias)))
    .filter(([, score]) => score >= best * 0.3)
    .map(([record]) => record);
}

function stem(word: string): string {
  return word.length > 5 ? word.replace(/(?:ing|ed|es|s)$/, '') : word;
}

/** Indexes (among the given ones, or all) whose text holds the word; stops soon after `limit`. */
function matches(
  texts: readonly string[],
  among: readonly number[] | undefined,
  word: string,
  limit: number,
): number[] {
  const found: number[] = [];
  const count = among?.length ?? texts.length;
  for (let i = 0; i < count && found.length <= limit; i++) {
    const at = among?.[i] ?? i;
    if (texts[at]?.includes(word)) found.push(at);
  }
  return found;
}

function closeness(text: string, word: string): number {
  const at = text.indexOf(word);
  const starts = at === 0 || !/\w/.test(text[at - 1] ?? '');
  const opens = text.slice(0, at).search(/[a-z]/) < 0;
  return (starts ? 1 : 0.5) * (opens ? 1.6 : 1);
}
