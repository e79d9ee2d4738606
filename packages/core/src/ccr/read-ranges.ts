/** A stretch of lines or rows, counted from 1, both ends included; `to` is infinite where the text names no end. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Most ranges in one selector. */
export const MAX_RANGES = 1000;

const BETWEEN = ['-', '..', ':', 'to'] as const;

/** One pass over a selector; every character is looked at a fixed number of times. */
class RangeReader {
  #at = 0;
  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  blanks(): void {
    while (!this.done && this.text[this.#at]?.trim() === '') this.#at++;
  }

  number(): number | undefined {
    const start = this.#at;
    for (let code = this.text.charCodeAt(start); code >= 48 && code <= 57; ) code = this.text.charCodeAt(++this.#at);
    return this.#at > start ? Number(this.text.slice(start, this.#at)) : undefined;
  }

  take(word: string): boolean {
    if (!this.text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  range(): Range | undefined {
    this.blanks();
    const from = this.number();
    if (from === undefined) return undefined;
    this.blanks();
    const isOpen = BETWEEN.some((word) => this.take(word));
    this.blanks();
    const to = isOpen ? (this.number() ?? Number.POSITIVE_INFINITY) : from;
    this.blanks();
    return { from: Math.max(1, from), to };
  }
}

/**
 * Reads `"120-180"`, `"120"`, `"120-"` or several separated by commas, in time linear in the text; undefined when it says
 * something else, `too_many` above {@link MAX_RANGES}.
 */
export function readRanges(text: string): readonly Range[] | 'too_many' | undefined {
  const reader = new RangeReader(text);
  const ranges: Range[] = [];
  do {
    const range = reader.range();
    if (!range) return undefined;
    if (ranges.push(range) > MAX_RANGES) return 'too_many';
  } while (reader.take(','));
  return reader.done ? ranges : undefined;
}

/** In order and without overlaps, so that nothing is copied twice. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1) {
      if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
    } else merged.push(range);
  }
  return merged;
}
