import type { JsonValue } from '../../model/content.js';
import { clip } from '../../units/clip.js';

const BASE64 = /^(?:data:[\w/+.-]{1,60};base64,)?[A-Za-z0-9+/_=\r\n-]+$/;

/** Characters that are shown around a wanted word, and the share of a text's room for all of them. */
const AROUND = 240;
const WANTED = 0.6;

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
      return items.every((item, i) => item === value.items[i]) ? value : { type: 'array', items };
    }
    case 'object': {
      const entries = value.entries.map(([key, item]) => [key, preview(item, options)] as const);
      return entries.every(([, item], i) => item === value.entries[i]![1]) ? value : { type: 'object', entries };
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
  return items.map((item) => preview(item, options));
}

/** Head and tail of a text, what stands around the wanted words, and how much is between. */
export function previewText(text: string, { limit, words }: Pick<PreviewOptions, 'limit' | 'words'>): string {
  if (
    text.length > 200 &&
    BASE64.test(text.slice(0, 400)) &&
    !/\s/.test(text.slice(0, 120)) &&
    /\d/.test(text.slice(0, 200))
  ) {
    return `${text.slice(0, 32)}… [base64, ${text.length} characters]`;
  }
  const marks = marksIn(text, words, Math.floor((limit * WANTED) / AROUND));
  let out = '';
  let at = 0;
  for (const { from, to } of clip(text, { from: 0, to: text.length }, marks, marks.length > 0 ? limit * 0.5 : limit)) {
    if (from > at) out += ` [… ${from - at} characters …] `;
    out += text.slice(from, to);
    at = to;
  }
  return out;
}

/** Where the most different words stand near each other, at most so many places. Linear for each word. */
function marksIn(text: string, words: readonly string[], most: number): number[] {
  const lower = text.toLowerCase();
  if (most < 1 || lower.length !== text.length) return [];
  const near = new Map<number, { at: number; words: number }>();
  for (const word of words.slice(0, 30)) {
    let seen = -AROUND;
    for (let at = lower.indexOf(word), tries = 0; at >= 0 && tries < 200; at = lower.indexOf(word, at + 1), tries++) {
      const isInside = /[a-z]/.test(lower[at - 1] ?? '') && /[a-z]/.test(lower[at]!);
      if (isInside || at < seen + AROUND / 2) continue;
      seen = at;
      const place = Math.floor(at / AROUND);
      const known = near.get(place);
      near.set(place, {
        at: known?.at ?? at,
        words: (known?.words ?? 0) + (word.length > 6 || /\d/.test(word) ? 1.5 : 1),
      });
    }
  }
  return [...near.values()]
    .sort((a, b) => b.words - a.words || a.at - b.at)
    .slice(0, most)
    .map(({ at }) => at);
}
