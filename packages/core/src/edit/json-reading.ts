import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import { type EditedJson, editJson, splicesAt, withSplices } from './edit-json.js';
import { JsonCursor } from './json-cursor.js';
import type { JsonSource, SourceForm } from './json-source.js';

type Fields = Readonly<Record<string, unknown>>;

/** Fields that hold a conversation, in the order in which they count. */
const LISTS = ['messages', 'input', 'contents'] as const;

/** Where the entries of a list stand, and the list itself: behind its opening bracket, and at its closing one. */
export interface Layout {
  readonly key: string;
  readonly open: number;
  readonly close: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A piece with its edits in it. */
interface Edited<Source> {
  readonly edits: readonly Edit[];
  readonly source: Source;
}

/** The first entries as they were sent, with their edits in them. */
interface Sent<Source> {
  readonly edits: readonly Edit[];
  readonly upTo: number;
  readonly source: Source;
}

/** What was worked out for what stands around the entries: it lives as long as that is the same. */
export interface Frame<Source> {
  edited?: readonly [edits: readonly Edit[], head: Source, tail: Source];
}

/** The JSON of a request, what it says, and where its conversation stands in it, so that only what is edited is looked at again. */
export class JsonReading<Source extends JsonSource = JsonSource> {
  readonly #edited: WeakMap<object, Edited<Source>>;
  #sent: Sent<Source> | undefined;

  constructor(
    readonly form: SourceForm<Source>,
    readonly source: Source,
    readonly value: Fields,
    readonly layout: Layout | undefined,
    /** What it goes on from, with so many of its entries. */
    before?: JsonReading<Source>,
    readonly taken = 0,
    readonly frame: Frame<Source> = {},
  ) {
    this.#edited = before ? before.#edited : new WeakMap();
    if (before) this.#takeSent(before);
  }

  #takeSent(before: JsonReading<Source>): void {
    const sent = before.#sent;
    if (sent && sent.upTo <= this.taken) this.#sent = sent;
  }

  get text(): string {
    return this.form.text(this.source);
  }

  /** The entries of the conversation. */
  get entries(): readonly unknown[] {
    return this.layout ? (this.value[this.layout.key] as readonly unknown[]) : [];
  }

  get head(): Source {
    return this.form.part(this.source, 0, this.layout?.open);
  }

  get tail(): Source {
    return this.form.part(this.source, this.layout?.close ?? 0);
  }

  /** The same as `editJson`. */
  edited(edits: readonly Edit[]): EditedJson<Source> {
    if (edits.length === 0) return { ok: true, json: this.source };
    const json = this.layout && this.#pieced(edits, this.layout);
    if (json !== undefined) return { ok: true, json };
    const edited = editJson(this.text, edits);
    return edited.ok ? { ok: true, json: this.form.of(edited.json) } : edited;
  }

  /** Put together from edited pieces and what stands between; undefined where the edits as a whole have to say what is wrong. */
  #pieced(edits: readonly Edit[], { key, open, close, starts, ends }: Layout): Source | undefined {
    const own: Edit[] = [];
    const others: Edit[] = [];
    let isInOrder = true;
    for (const edit of edits) {
      const [list, index] = edit.at;
      if (list !== key) others.push(edit);
      else if (typeof index !== 'number' || !(index < starts.length)) return undefined;
      else {
        if (own.length > 0 && indexOf(own.at(-1)) > index) isInOrder = false;
        own.push(edit);
      }
    }
    if (!isInOrder) own.sort((one, other) => indexOf(one) - indexOf(other));
    try {
      const [head, tail] = this.#around(others);
      const known = this.#sentOf(own);
      const parts: Source[] = [];
      let from = known ? (ends[known.upTo - 1] as number) : open;
      for (let i = known?.edits.length ?? 0; i < own.length; ) {
        const index = indexOf(own[i]);
        const first = i;
        while (i < own.length && indexOf(own[i]) === index) i++;
        parts.push(this.form.part(this.source, from, starts[index]));
        parts.push(this.#entry(index, own.slice(first, i)));
        from = ends[index] as number;
      }
      const last = ends.at(-1) ?? open;
      parts.push(this.form.part(this.source, from, last));
      const { joined, grown, part } = this.form;
      if (!grown)
        return joined([head, ...(known ? [known.source] : []), ...parts, part(this.source, last, close), tail]);
      const source = known ? grown(known.source, joined(parts)) : grown(this.form.of(''), joined(parts));
      this.#sent = { edits: own, upTo: ends.length, source };
      return joined([head, source, part(this.source, last, close), tail]);
    } catch {
      return undefined;
    }
  }

  /** The entries as they were sent last, where the same edits are in them and none in front of what is new. */
  #sentOf(own: readonly Edit[]): Sent<Source> | undefined {
    const known = this.#sent;
    if (!known || known.edits.length > own.length || known.upTo === 0) return undefined;
    if (own.length > known.edits.length && indexOf(own[known.edits.length]) < known.upTo) return undefined;
    return known.edits.every((edit, i) => edit === own[i]) ? known : undefined;
  }

  #entry(index: number, given: readonly Edit[]): Source {
    const edits = given.map((edit) => ({ ...edit, at: edit.at.slice(2) }));
    const entry = this.entries[index] as object;
    const isKept = typeof entry === 'object' && entry !== null;
    const known = isKept ? this.#edited.get(entry) : undefined;
    if (known && isSame(known.edits, edits)) return known.source;
    const text = this.form.text(this.form.part(this.source, this.layout?.starts[index] ?? 0, this.layout?.ends[index]));
    const source = this.form.of(withSplices(text, splicesAt(new JsonCursor(text, 0), edits)));
    if (isKept) this.#edited.set(entry, { edits, source });
    return source;
  }

  /** What stands before the entries and behind them, with edits in it. */
  #around(edits: readonly Edit[]): readonly [head: Source, tail: Source] {
    if (edits.length === 0) return [this.head, this.tail];
    const known = this.frame.edited;
    if (known && isSame(known[0], edits)) return [known[1], known[2]];
    const head = this.form.text(this.head);
    const text = head + this.form.text(this.tail);
    const splices = splicesAt(new JsonCursor(text, text.charCodeAt(0) === 0xfeff ? 1 : 0), edits);
    const before = splices.filter(({ start }) => start < head.length);
    const longer = before.reduce((sum, { start, end, text: { length } }) => sum + length - (end - start), 0);
    const whole = withSplices(text, splices);
    const border = head.length + longer;
    const made = [this.form.of(whole.slice(0, border)), this.form.of(whole.slice(border))] as const;
    this.frame.edited = [edits, ...made];
    return made;
  }
}

/** Of an edit of an entry. */
function indexOf(edit: Edit | undefined): number {
  return edit?.at[1] as number;
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
      found = { key, open: cursor.at, ...readEntries(cursor, true) };
      cursor.take(']');
    } else cursor.skipValue();
  }
  const isWhole = found?.starts.length === (value[key] as readonly unknown[]).length;
  return times === 1 && isWhole ? found : undefined;
}

/** Reads the places of entries from a cursor on, which stands at the closing bracket then. @throws SyntaxError */
export function readEntries(cursor: JsonCursor, isFirst: boolean): Pick<Layout, 'close' | 'starts' | 'ends'> {
  const starts: number[] = [];
  const ends: number[] = [];
  while (cursor.peek() !== ']') {
    if (!isFirst || starts.length > 0) cursor.take(',');
    cursor.peek();
    starts.push(cursor.at);
    cursor.skipValue();
    ends.push(cursor.at);
  }
  return { close: cursor.at, starts, ends };
}

/** The same places in another form of the text. `base` is added to all. */
export function placesIn<Source extends JsonSource>(
  { sizeOf }: SourceForm<Source>,
  text: string,
  places: readonly number[],
  base: number,
): number[] {
  const isAlike = sizeOf(text) === text.length;
  let at = 0;
  let size = base;
  return places.map((place) => {
    if (isAlike) return base + place;
    size += sizeOf(text.slice(at, place));
    at = place;
    return size;
  });
}
