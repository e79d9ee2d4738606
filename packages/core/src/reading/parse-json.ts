import type { JsonValue } from '../model/content.js';
import type { InTurns } from '../model/in-turns.js';

/** Deeper texts are not read as JSON: the recursion of every reader stays far from the stack's end. */
export const MAX_JSON_DEPTH = 512;

const NULL: JsonValue = { type: 'null' };
const TRUE: JsonValue = { type: 'boolean', value: true };
const FALSE: JsonValue = { type: 'boolean', value: false };
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Of a long text the containers of the outermost levels are read in turns, with a turn for others after so many characters. */
const LEVELS_IN_TURNS = 3;
const CHARACTERS_A_TURN = 500_000;

class NotJson extends Error {}

/** Reads one JSON value at a position; `end` afterwards points behind it. */
class Reader {
  end = 0;
  constructor(private readonly text: string) {}

  space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.end);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.end++;
    }
  }

  value(depth: number): JsonValue {
    if (depth > MAX_JSON_DEPTH) throw new NotJson();
    switch (this.text.charCodeAt(this.end)) {
      case 123:
        return this.object(depth);
      case 91:
        return this.array(depth);
      case 34:
        return { type: 'string', value: this.string() };
      case 116:
        return this.word('true', TRUE);
      case 102:
        return this.word('false', FALSE);
      case 110:
        return this.word('null', NULL);
      default:
        return this.number();
    }
  }

  /** Whether a container begins here, at so many levels below the outermost. */
  isOuter(depth: number): boolean {
    const code = this.text.charCodeAt(this.end);
    return depth < LEVELS_IN_TURNS && (code === 91 || code === 123);
  }

  /** {@link value} of an outer container, in turns. */
  *valueInTurns(depth: number): InTurns<JsonValue> {
    const code = this.text.charCodeAt(this.end);
    const close = code + 2;
    const entries: [string, JsonValue][] = [];
    const items: JsonValue[] = [];
    let turn = this.end + CHARACTERS_A_TURN;
    this.end++;
    this.space();
    for (let isOpen = !this.take(close); isOpen; isOpen = !this.take(close)) {
      if (entries.length + items.length > 0) {
        if (!this.take(44)) throw new NotJson();
        this.space();
      }
      const key = code === 123 ? this.key() : undefined;
      const value = this.isOuter(depth + 1) ? yield* this.valueInTurns(depth + 1) : this.value(depth + 1);
      if (key === undefined) items.push(value);
      else entries.push([key, value]);
      this.space();
      if (this.end < turn) continue;
      turn = this.end + CHARACTERS_A_TURN;
      yield;
    }
    return code === 123 ? { type: 'object', entries } : { type: 'array', items };
  }

  private object(depth: number): JsonValue {
    const entries: [string, JsonValue][] = [];
    this.end++;
    this.space();
    if (this.take(125)) return { type: 'object', entries };
    for (;;) {
      const key = this.key();
      entries.push([key, this.value(depth + 1)]);
      this.space();
      if (this.take(125)) return { type: 'object', entries };
      if (!this.take(44)) throw new NotJson();
      this.space();
    }
  }

  /** A key with its colon. */
  private key(): string {
    if (this.text.charCodeAt(this.end) !== 34) throw new NotJson();
    const key = this.string();
    this.space();
    if (!this.take(58)) throw new NotJson();
    this.space();
    return key;
  }

  private array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.end++;
    this.space();
    if (this.take(93)) return { type: 'array', items };
    for (;;) {
      items.push(this.value(depth + 1));
      this.space();
      if (this.take(93)) return { type: 'array', items };
      if (!this.take(44)) throw new NotJson();
      this.space();
    }
  }

  private string(): string {
    const { text } = this;
    const start = ++this.end;
    let escaped = false;
    for (;;) {
      const code = text.charCodeAt(this.end);
      if (code === 34) break;
      if (code === 92) {
        escaped = true;
        this.end += 2;
        continue;
      }
      if (Number.isNaN(code) || code < 32) throw new NotJson();
      this.end++;
    }
    const raw = text.slice(start, this.end);
    this.end++;
    if (!escaped) return raw;
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch {
      throw new NotJson();
    }
  }

  private number(): JsonValue {
    NUMBER.lastIndex = this.end;
    const found = NUMBER.exec(this.text);
    if (!found) throw new NotJson();
    this.end = NUMBER.lastIndex;
    return { type: 'number', source: found[0] };
  }

  private word(word: string, value: JsonValue): JsonValue {
    if (!this.text.startsWith(word, this.end)) throw new NotJson();
    this.end += word.length;
    return value;
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.end) !== code) return false;
    this.end++;
    return true;
  }
}

/**
 * Reads a whole text as JSON with number spelling, key order and repeated keys kept.
 * Returns undefined for anything that is not strict JSON or is nested deeper than {@link MAX_JSON_DEPTH}. Never throws.
 */
export function parseJson(text: string): JsonValue | undefined {
  const found = parseJsonAt(text, 0);
  return found && isWhole(text, found.end) ? found.value : undefined;
}

/** {@link parseJson}, in turns. */
export function* parseJsonInTurns(text: string): InTurns<JsonValue | undefined> {
  const reader = new Reader(text);
  reader.space();
  try {
    const value = reader.isOuter(0) ? yield* reader.valueInTurns(0) : reader.value(0);
    return isWhole(text, reader.end) ? value : undefined;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** Whether nothing but white space is left. */
function isWhole(text: string, end: number): boolean {
  for (let i = end; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return false;
  }
  return true;
}

/** Reads one JSON value starting at `start` (white space before it allowed); `end` is the offset behind it. */
export function parseJsonAt(text: string, start: number): { value: JsonValue; end: number } | undefined {
  const reader = new Reader(text);
  reader.end = start;
  reader.space();
  try {
    const value = reader.value(0);
    return { value, end: reader.end };
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** What a JSON text puts around its colons, and behind its commas within a line. */
export interface JsonSpacing {
  readonly colon: string;
  readonly comma: string;
}

/** No spaces at all. */
export const COMPACT: JsonSpacing = { colon: ':', comma: ',' };
const FIRST_COLON = /"([ \t]{0,3}:[ \t]{0,3})["[{\dtfn-]/;
const FIRST_COMMA = /["\]}\d](,[ \t]?)["[{\dtfn-]/;

/** How a text spells its JSON, from its beginning: what is quoted from it later should be found in the original. */
export function spacingOf(text: string): JsonSpacing {
  const start = text.slice(0, 4000);
  const colon = FIRST_COLON.exec(start)?.[1] ?? COMPACT.colon;
  const isBroken = /[{[,][ \t]{0,100}\r?\n/.test(start);
  const comma = isBroken ? undefined : FIRST_COMMA.exec(start)?.[1];
  return { colon, comma: comma ?? COMPACT.comma };
}

/** Prints a value as compact JSON, numbers as they were written. */
export function printJson(value: JsonValue, spacing = COMPACT): string {
  switch (value.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'number':
      return value.source;
    case 'string':
      return JSON.stringify(value.value);
    case 'array':
      return `[${value.items.map((item) => printJson(item, spacing)).join(spacing.comma)}]`;
    case 'object': {
      const { colon, comma } = spacing;
      return `{${value.entries.map(([key, item]) => JSON.stringify(key) + colon + printJson(item, spacing)).join(comma)}}`;
    }
  }
}
