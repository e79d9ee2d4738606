import { isRecord } from '../formats/record.js';
import { JsonCursor } from './json-cursor.js';

/** Where a stretch of the text starts and ends. */
export type Span = readonly [start: number, end: number];

/** Lists, entries, their lists of parts and the parts: what is put together anew is never deeper. */
const DEPTH = 5;

/**
 * Writes a value that was put together from pieces of a parsed text: every piece is copied as the text spells it, with its numbers,
 * escapes and order of keys; only what is new is spelled here.
 */
export class SpellAgain {
  readonly #spans = new Map<object, Span>();
  readonly #members = new Map<object, ReadonlyMap<string, Span>>();
  readonly #owners = new Map<object, object>();

  constructor(
    private readonly text: string,
    parsed: unknown,
  ) {
    this.#read(new JsonCursor(text, text.charCodeAt(0) === 0xfeff ? 1 : 0), parsed, 0);
  }

  /** Where the text holds a member of a piece. */
  spanOf(owner: object, key: string): Span | undefined {
    return this.#members.get(owner)?.get(key);
  }

  write(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    const span = this.#spans.get(value);
    if (span) return this.text.slice(...span);
    if (Array.isArray(value)) return `[${value.map((item) => this.write(item)).join(',')}]`;
    const origin = this.#originOf(value);
    const members = Object.entries(value).flatMap(([key, item]) => {
      if (item === undefined) return [];
      const same = origin !== undefined && Object.is((origin as Record<string, unknown>)[key], item);
      const known = same ? this.spanOf(origin, key) : undefined;
      return `${JSON.stringify(key)}:${known ? this.text.slice(...known) : this.write(item)}`;
    });
    return `{${members.join(',')}}`;
  }

  /** The piece that an object is a changed copy of: one of whose members it has. */
  #originOf(value: object): object | undefined {
    for (const item of Object.values(value) as unknown[]) {
      if (typeof item !== 'object' || item === null) continue;
      const owner = this.#owners.get(item);
      if (owner) return owner;
      if (!Array.isArray(item)) continue;
      for (const part of item) {
        const list = isRecord(part) ? this.#owners.get(part) : undefined;
        const found = list && this.#owners.get(list);
        if (found) return found;
      }
    }
    return undefined;
  }

  #read(cursor: JsonCursor, value: unknown, depth: number): void {
    const first = cursor.peek();
    const start = cursor.at;
    if (typeof value !== 'object' || value === null || depth >= DEPTH) cursor.skipValue();
    else if (first === '[') this.#readList(cursor, value as readonly unknown[], depth);
    else if (first === '{') this.#readObject(cursor, value as Record<string, unknown>, depth);
    else cursor.skipValue();
    if (typeof value === 'object' && value !== null) this.#spans.set(value, [start, cursor.at]);
  }

  #readList(cursor: JsonCursor, list: readonly unknown[], depth: number): void {
    cursor.at++;
    for (let index = 0; cursor.peek() !== ']'; index++) {
      this.#own(list[index], list);
      this.#read(cursor, list[index], depth + 1);
      if (cursor.peek() === ',') cursor.at++;
    }
    cursor.at++;
  }

  #readObject(cursor: JsonCursor, owner: Record<string, unknown>, depth: number): void {
    const members = new Map<string, Span>();
    cursor.at++;
    while (cursor.peek() !== '}') {
      const key = cursor.takeKey();
      cursor.take(':');
      cursor.peek();
      const start = cursor.at;
      this.#own(owner[key], owner);
      this.#read(cursor, owner[key], depth + 1);
      members.set(key, [start, cursor.at]);
      if (cursor.peek() === ',') cursor.at++;
    }
    cursor.at++;
    this.#members.set(owner, members);
  }

  #own(value: unknown, owner: object): void {
    if (typeof value === 'object' && value !== null) this.#owners.set(value, owner);
  }
}
