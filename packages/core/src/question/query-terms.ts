import { BoundedMap } from '../reading/bounded-map.js';
import { trimEndOf } from '../reading/trim-end.js';

/** What a question names, by how precisely it names it. */
export interface QueryTerms {
  /** Lower-case words of three or more letters, stop words removed, in order, each once. */
  readonly words: readonly string[];
  /**
   * Names that look like identifiers, as written: `read_rows`, `parseDate`, `Cache.get`, `web-02`, `E_LIMIT_7`,
   * file names and paths, anything in quotes or backticks.
   */
  readonly names: readonly string[];
  /** Numbers, dates, times, versions and UUIDs, as written. */
  readonly values: readonly string[];
  /** Superlatives and counts asked for. */
  readonly wants: ReadonlySet<'max' | 'min' | 'first' | 'last' | 'count' | 'errors'>;
}

const STOP = new Set(
  (
    'the and for are was were with that this from what which when where who whom whose why how does did has have had can could ' +
    'would should will shall may might must not but you your our their its his her them they there here then than into onto over ' +
    'under about after before between all any both each few more most other some such only own same too very just also give show ' +
    'tell list find get please use used using need want file files line lines function functions module code exact name named ' +
    'text value values one two out many much else been being because while during these those them does doing done make made ' +
    'say says said call called defined define definition'
  ).split(' '),
);

const QUOTED = /[`"“]([^`"“”\n]{2,120})[`"”]|(?<![A-Za-z0-9])'([^'\n]{2,120})'(?![A-Za-z0-9])/g;
const WORDLIKE = /[A-Za-z0-9_$@#~./\\:%+-]+/g;
const VALUE = /^[#v]?\d[\d.,:TZ+/_-]*[A-Za-z%]{0,3}$|^[0-9a-f]{8}-[0-9a-f-]{20,}$|^[0-9a-f]{7,64}$/i;
const NAMELIKE = /[_./\\:$@#-]|[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]|^[A-Z]{2,}/;
const WANTS: readonly (readonly [RegExp, 'max' | 'min' | 'first' | 'last' | 'count' | 'errors'])[] = [
  [
    /\b(?:max(?:imum)?|most|highest|largest|biggest|longest|slowest|strongest|worst|top|greatest|heaviest|peak|spikes?)\b/i,
    'max',
  ],
  [/\b(?:min(?:imum)?|least|lowest|smallest|shortest|fastest|weakest|cheapest|fewest|drop(?:s|ped)?)\b/i, 'min'],
  [/\b(?:first|earliest|oldest|begin(?:s|ning)?|start(?:s|ed)?|initial)\b/i, 'first'],
  [/\b(?:last|latest|newest|recent|final|end(?:s|ed)?|current)\b/i, 'last'],
  [/\b(?:how many|count|number of|total|sum)\b/i, 'count'],
  [
    /\b(?:errors?|fail(?:s|ed|ing|ure|ures)?|crash(?:es|ed)?|broken?|breaks|wrong|exceptions?|bugs?|panic(?:s|ked)?|fatal|outage|deadlocks?)\b/i,
    'errors',
  ],
];

const SUPERLATIVE = /\b([a-z]{3,}est|best)\b/gi;
/** Words that only end like superlatives, and those whose end of the scale is known. */
const NO_SUPERLATIVE = new Set(
  (
    'test rest request west quest guest forest digest manifest interest arrest harvest suggest invest contest protest honest modest ' +
    'jest vitest pytest unittest nest latest earliest oldest newest northwest southwest behest ingest attest'
  ).split(' '),
);
/** A question is asked of many texts, and by many who read them. */
const known = new BoundedMap<QueryTerms>(1_000_000);

/** Reads a question (and the words of a tool call) for what it names. Linear in its length; only the first 8,000 characters count. */
export function readQuery(query: string): QueryTerms {
  const text = query.slice(0, 8000);
  const terms = known.get(text) ?? readTerms(text);
  known.set(text, terms);
  return terms;
}

function readTerms(text: string): QueryTerms {
  const names = new Set<string>();
  const values = new Set<string>();
  const words = new Set<string>();
  for (const found of text.matchAll(QUOTED)) {
    const quoted = (found[1] ?? found[2] ?? '').trim();
    if (quoted.length > 1) names.add(quoted);
  }
  for (const [raw] of text.matchAll(WORDLIKE)) {
    const word = trimEndOf(raw, /[^A-Za-z0-9_$]/).replace(/^[./:+-]+(?=[A-Za-z0-9])/, '');
    if (word.length === 0) continue;
    if (VALUE.test(word) && /\d/.test(word)) values.add(word);
    else if (NAMELIKE.test(word) && word.length > 1) names.add(word);
    for (const part of word.toLowerCase().split(/[^a-z0-9_]+/)) {
      if (part.length >= 3 && !STOP.has(part)) words.add(part);
    }
  }
  const wants = new Set<'max' | 'min' | 'first' | 'last' | 'count' | 'errors'>();
  for (const [pattern, want] of WANTS) if (pattern.test(text)) wants.add(want);
  if (!wants.has('max') && !wants.has('min') && hasSuperlative(text))
    for (const end of ['max', 'min'] as const) wants.add(end);
  return { words: [...words], names: [...names], values: [...values], wants };
}

/** `hottest`, `busiest`: which end of the scale is meant is not known, so both are. */
function hasSuperlative(text: string): boolean {
  return [...text.matchAll(SUPERLATIVE)].some(([word]) => !NO_SUPERLATIVE.has(word.toLowerCase()));
}

/** What a task's question names, with the words of its call. */
export function readTask({ query, input }: { readonly query: string; readonly input?: unknown }): QueryTerms {
  return readQuery(`${query} ${inputWords(input)}`);
}

/** The words of a tool call's arguments, as text that {@link readQuery} understands. */
export function inputWords(input: unknown, limit = 2000): string {
  const found: string[] = [];
  let room = limit;
  const visit = (value: unknown, depth: number): void => {
    if (room <= 0 || depth > 4) return;
    if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value).slice(0, room);
      room -= text.length;
      found.push(text);
    } else if (Array.isArray(value)) {
      for (const item of value.slice(0, 50)) visit(item, depth + 1);
    } else if (value !== null && typeof value === 'object') {
      for (const item of Object.values(value).slice(0, 50)) visit(item, depth + 1);
    }
  };
  visit(input, 0);
  return found.join(' ');
}
