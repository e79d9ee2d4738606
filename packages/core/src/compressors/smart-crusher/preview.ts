import type { JsonValue } from '../../model/content.js';

const BASE64 = /^(?:data:[\w/+.-]{1,60};base64,)?[A-Za-z0-9+/_=\r\n-]+$/;

/** How long texts inside a value are shortened. */
export interface PreviewOptions {
  /** Characters a text may keep. */
  readonly limit: number;
  /** Lower-case words whose sentence stays. */
  readonly words: readonly string[];
  /** Called once for each shortened text. */
  readonly shortened: () => void;
  /** A better way to shorten a text, tried first. */
  readonly nested?: ((text: string) => string | undefined) | undefined;
}

/** The value with long texts and long number lists inside it shortened; itself when there are none. */
export function preview(value: JsonValue, options: PreviewOptions): JsonValue {
  switch (value.type) {
    case 'string': {
      if (value.value.length <= options.limit * 1.3 + 40) return value;
      const text = options.nested?.(value.value) ?? previewText(value.value, options);
      options.shortened();
      return { type: 'string', value: text };
    }
    case 'array': {
      const items = shortenList(value.items, options);
      return items === value.items ? value : { type: 'array', items };
    }
    case 'object': {
      let changed = false;
      const entries = value.entries.map(([key, item]) => {
        const next = preview(item, options);
        changed ||= next !== item;
        return [key, next] as const;
      });
      return changed ? { type: 'object', entries } : value;
    }
    default:
      return value;
  }
}

function shortenList(items: readonly JsonValue[], options: PreviewOptions): readonly JsonValue[] {
  if (items.length > 24 && items.every((item) => item.type === 'number')) {
    options.shortened();
    const left: JsonValue = { type: 'string', value: `… ${items.length - 8} more numbers …` };
    return [...items.slice(0, 6), left, ...items.slice(-2)];
  }
  let changed = false;
  const next = items.map((item) => {
    const shorter = preview(item, options);
    changed ||= shorter !== item;
    return shorter;
  });
  return changed ? next : items;
}

/** Head, the sentences with the wanted words, and tail of a text, and how much is between. */
export function previewText(text: string, { limit, words }: Pick<PreviewOptions, 'limit' | 'words'>): string {
  if (
    text.length > 200 &&
    BASE64.test(text.slice(0, 400)) &&
    !/\s/.test(text.slice(0, 120)) &&
    /\d/.test(text.slice(0, 200))
  ) {
    return `${text.slice(0, 32)}… [base64, ${text.length} characters]`;
  }
  const wanted = wantedParts(text, words, Math.floor(limit * 0.6));
  const ends = wanted.length > 0 ? 0.25 : 0.6;
  const head = cutAfter(text, Math.floor(limit * ends));
  const tail = cutBefore(text, text.length - Math.floor(limit * ends * 0.5), head);
  const parts = merge([[0, head], ...wanted, [tail, text.length]]);
  let out = '';
  let at = 0;
  for (const [from, to] of parts) {
    if (from > at) out += ` [… ${from - at} characters …] `;
    out += text.slice(from, to);
    at = to;
  }
  return out;
}

type Span = readonly [from: number, to: number];

/** Spans in order, those that meet or nearly meet made one. */
function merge(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 40) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);

/** The nearest end of a word at or before a position, unless words are very long. */
function cutAfter(text: string, at: number): number {
  for (let i = at; i > at - 60 && i > 0; i--) if (isSpace(text.charCodeAt(i))) return i;
  return inSurrogate(text, at) ? at - 1 : at;
}

function cutBefore(text: string, at: number, least: number): number {
  for (let i = at; i < at + 60 && i < text.length; i++) if (isSpace(text.charCodeAt(i))) return Math.max(least, i + 1);
  return Math.max(least, inSurrogate(text, at) ? at + 1 : at);
}

function inSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** The sentences or lines with the most different wanted words, up to `room` characters. Linear for each word. */
function wantedParts(text: string, words: readonly string[], room: number): Span[] {
  const lower = text.toLowerCase();
  if (words.length === 0 || lower.length !== text.length) return [];
  const sentences = new Map<number, { to: number; words: number }>();
  for (const word of words.slice(0, 30)) {
    let seen = -1;
    for (
      let at = lower.indexOf(word), tries = 0;
      at >= 0 && tries < 200;
      at = lower.indexOf(word, Math.max(at + 1, seen)), tries++
    ) {
      if (isLetter(lower.charCodeAt(at - 1)) && isLetter(lower.charCodeAt(at))) continue;
      const from = sentenceStart(text, at, 200);
      const known = sentences.get(from);
      const to = known?.to ?? sentenceEnd(text, at + word.length, 240);
      if (from < seen) continue;
      seen = to;
      sentences.set(from, { to, words: (known?.words ?? 0) + (word.length > 6 || /\d/.test(word) ? 1.5 : 1) });
    }
  }
  const best = [...sentences].sort((a, b) => b[1].words - a[1].words || a[0] - b[0]);
  const spans: Span[] = [];
  let left = room;
  for (const [from, { to, words: found }] of best) {
    if (left <= 0 || found < best[0]![1].words * 0.3) break;
    spans.push([from, to]);
    left -= to - from;
  }
  return spans;
}

const isLetter = (code: number) => code >= 97 && code <= 122;

function sentenceStart(text: string, at: number, reach: number): number {
  for (let i = at; i > at - reach && i > 0; i--) {
    const code = text.charCodeAt(i - 1);
    if (code === 10 || (isSpace(code) && /[.!?;]/.test(text[i - 2] ?? ''))) return i;
  }
  return at <= reach ? 0 : cutBefore(text, at - reach, 0);
}

function sentenceEnd(text: string, at: number, reach: number): number {
  for (let i = at; i < at + reach && i < text.length; i++) {
    if (text.charCodeAt(i) === 10 || (/[.!?;]/.test(text[i]!) && isSpace(text.charCodeAt(i + 1)))) return i + 1;
  }
  return cutAfter(text, Math.min(text.length, at + reach));
}
