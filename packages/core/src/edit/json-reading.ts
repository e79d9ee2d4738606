import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import { type EditedJson, editJson, type Splice, splicesAt, withSplices } from './edit-json.js';
import { JsonCursor } from './json-cursor.js';

type Fields = Readonly<Record<string, unknown>>;

/** Fields that hold a conversation, in the order in which they count. */
const LISTS = ['messages', 'input', 'contents'] as const;

/** Where the entries of a list stand in a text. */
export interface Layout {
  readonly key: string;
  /** Behind its opening bracket, and at its closing one. */
  readonly open: number;
  readonly close: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Edits of a piece of text, and what they come to, counted from its start. */
interface Worked {
  readonly edits: readonly Edit[];
  readonly splices: readonly Splice[];
}

/** What was worked out for pieces of a text: for its entries, and for all that is not among them. */
export interface Pieces {
  readonly entries: WeakMap<object, Worked>;
  readonly frame: { worked?: Worked };
}

/** A JSON text, what it says, and where its conversation stands in it, so that only what is edited is looked at again. */
export class JsonReading {
  constructor(
    readonly text: string,
    readonly value: Fields,
    readonly layout: Layout | undefined,
    readonly pieces: Pieces = { entries: new WeakMap(), frame: {} },
    /** So many of its first entries were read before. */
    readonly taken = 0,
  ) {}

  /** The entries of the conversation. */
  get entries(): readonly unknown[] {
    return this.layout ? (this.value[this.layout.key] as readonly unknown[]) : [];
  }

  /** The text around the conversation: what stands before its entries, and behind them. */
  get frame(): readonly [head: string, tail: string] {
    const { open, close } = this.layout as Layout;
    return [this.text.slice(0, open), this.text.slice(close)];
  }

  /** The same as `editJson` of the text. */
  edited(edits: readonly Edit[]): EditedJson<string> {
    if (edits.length === 0) return { ok: true, json: this.text };
    const splices = this.layout && this.#splices(edits, this.layout);
    return splices ? { ok: true, json: withSplices(this.text, splices) } : editJson(this.text, edits);
  }

  #splices(edits: readonly Edit[], { key, open, close, starts }: Layout): readonly Splice[] | undefined {
    const byEntry = new Map<number, Edit[]>();
    const others: Edit[] = [];
    for (const edit of edits) {
      const [list, index] = edit.at;
      if (list !== key) others.push(edit);
      else if (typeof index !== 'number' || index >= starts.length) return undefined;
      else {
        const own = { ...edit, at: edit.at.slice(2) };
        const known = byEntry.get(index);
        if (known) known.push(own);
        else byEntry.set(index, [own]);
      }
    }
    try {
      const around = this.#around(others);
      const splices = around.filter(({ start }) => start < open);
      for (const index of [...byEntry.keys()].sort((a, b) => a - b)) {
        const start = starts[index] as number;
        for (const one of this.#inEntry(index, byEntry.get(index) as Edit[])) splices.push(moved(one, start));
      }
      for (const one of around) if (one.start >= open) splices.push(moved(one, close - open));
      return splices;
    } catch {
      // The edits as a whole say what is wrong with them.
      return undefined;
    }
  }

  #inEntry(index: number, edits: readonly Edit[]): readonly Splice[] {
    const entry = this.entries[index];
    const known = typeof entry === 'object' && entry !== null ? this.pieces.entries.get(entry) : undefined;
    if (known && isSame(known.edits, edits)) return known.splices;
    const start = this.layout?.starts[index] as number;
    const splices = splicesAt(new JsonCursor(this.text, start), edits).map((one) => moved(one, -start));
    if (typeof entry === 'object' && entry !== null) this.pieces.entries.set(entry, { edits, splices });
    return splices;
  }

  /** Edits around the conversation, by places in a text that has no entries. */
  #around(edits: readonly Edit[]): readonly Splice[] {
    if (edits.length === 0) return [];
    const known = this.pieces.frame.worked;
    if (known && isSame(known.edits, edits)) return known.splices;
    const text = this.frame.join('');
    const splices = splicesAt(new JsonCursor(text, text.charCodeAt(0) === 0xfeff ? 1 : 0), edits);
    this.pieces.frame.worked = { edits, splices };
    return splices;
  }
}

function moved({ start, end, text }: Splice, by: number): Splice {
  return { start: start + by, end: end + by, text };
}

function isSame(known: readonly Edit[], edits: readonly Edit[]): boolean {
  return (
    known.length === edits.length &&
    known.every(({ kind, at, value }, i) => {
      const other = edits[i] as Edit;
      return kind === other.kind && value === other.value && isSamePath(at, other.at);
    })
  );
}

function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, i) => key === other[i]);
}

/** Where the conversation of a request stands in its text; undefined where it cannot be told for sure. */
export function layoutOf(text: string, value: Fields): Layout | undefined {
  const key = LISTS.find((name) => Array.isArray(value[name]));
  if (key === undefined) return undefined;
  const cursor = new JsonCursor(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  let found: Layout | undefined;
  let times = 0;
  cursor.take('{');
  while (cursor.peek() !== '}') {
    if (cursor.peek() === ',') cursor.take(',');
    const name = cursor.takeKey();
    cursor.take(':');
    if (name === key && ++times === 1 && cursor.peek() === '[') {
      cursor.at++;
      found = { key, ...readEntries(cursor, cursor.at, [], []) };
      cursor.take(']');
    } else cursor.skipValue();
  }
  const isWhole = found?.starts.length === (value[key] as readonly unknown[]).length;
  return times === 1 && isWhole ? found : undefined;
}

/** Reads the places of entries from a cursor on, behind an entry or behind the opening bracket. @throws SyntaxError */
export function readEntries(cursor: JsonCursor, open: number, starts: number[], ends: number[]): Omit<Layout, 'key'> {
  while (cursor.peek() !== ']') {
    if (starts.length > 0) cursor.take(',');
    cursor.peek();
    starts.push(cursor.at);
    cursor.skipValue();
    ends.push(cursor.at);
  }
  return { open, close: cursor.at, starts, ends };
}
