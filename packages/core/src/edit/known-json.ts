import { Neighbours } from '../conversation/neighbours.js';
import { hold, letGo } from '../conversation/shared-room.js';
import { BodyFollower } from './body-follower.js';
import { fix, fixLike, fixList } from './fixed-values.js';
import { JsonCursor } from './json-cursor.js';
import { JsonReading, type Layout, layoutOf, placesIn, readEntries } from './json-reading.js';
import { bytesForm, type JsonSource, type SourceForm, STRINGS } from './json-source.js';
import type { Pieces } from './pieces.js';

type Fields = Readonly<Record<string, unknown>>;

/** A body, what was read from it and what was sent of it take so many bytes for each of its own. */
const BYTES_A_BYTE = 5;
/** Shorter ones are read anew. */
const LEAST = 4096;
/** A body takes the place of another one where it has so many of its entries. */
const SUCCEEDS = 0.5;

/**
 * Reads the JSON of requests. Of a conversation that was read before, only what is new in it is parsed, and the entries that were
 * there are the same objects. Nobody may change or hand out what is read here.
 */
export class KnownJson {
  readonly #strings = new Shelf(STRINGS);
  readonly #bytes: Shelf<Pieces> | undefined;

  constructor() {
    const form = bytesForm();
    if (form) this.#bytes = new Shelf(form);
  }

  /** The same as `JSON.parse`, a byte order mark read over; undefined for what is not JSON in UTF-8, or neither an object nor a list. */
  read<Source extends JsonSource>(source: Source): JsonReading<Source> | undefined {
    const shelf = typeof source === 'string' ? this.#strings : this.#bytes;
    return shelf ? (shelf as unknown as Shelf<Source>).read(source) : readAnew(source);
  }

  /** What follows a body while it comes; undefined where bytes cannot be compared in place. */
  follow(): BodyFollower | undefined {
    const shelf = this.#bytes;
    return shelf && new BodyFollower((source) => shelf.nearest(source));
  }
}

/** Bodies of one form. */
class Shelf<Source extends JsonSource> {
  readonly #all = new Neighbours<JsonReading<Source>>();

  constructor(private readonly form: SourceForm<Source>) {}

  read(source: Source): JsonReading<Source> | undefined {
    if (source.length < LEAST) return readIn(this.form, source);
    const [known, shared] = this.nearest(source);
    if (known && shared === source.length && known.source.length === shared) {
      this.#keep(known);
      return known;
    }
    const reading = (known && goOn(known, source, shared)) ?? readIn(this.form, source);
    if (!reading?.layout) return reading;
    for (const entry of reading.entries.slice(reading.taken)) fix(entry);
    fixList(reading.entries);
    if (known?.frame === reading.frame) fixLike(reading.value, known.value);
    else fix(reading.value);
    if (known && reading.taken >= known.entries.length * SUCCEEDS) this.#drop(known);
    this.#all.add(reading, (other) => this.form.order(source, other.source));
    this.#keep(reading);
    return reading;
  }

  /** The reading that has most in common with a body, and how much that is. */
  nearest(source: Source): readonly [JsonReading<Source> | undefined, number] {
    let best: readonly [JsonReading<Source> | undefined, number] = [undefined, 0];
    for (const one of this.#all.around((other) => this.form.order(source, other.source))) {
      const shared = one ? this.form.common(source, one.source) : 0;
      if (shared > best[1]) best = [one, shared];
    }
    return best;
  }

  #keep(reading: JsonReading<Source>): void {
    hold(reading, reading.source.length * BYTES_A_BYTE, this, () => this.#all.delete(reading));
  }

  #drop(reading: JsonReading<Source>): void {
    this.#all.delete(reading);
    letGo(reading);
  }
}

/** {@link KnownJson.read} without a memory. */
export function readAnew<Source extends JsonSource>(source: Source): JsonReading<Source> | undefined {
  const form = typeof source === 'string' ? STRINGS : bytesForm();
  return form && readIn(form as unknown as SourceForm<Source>, source);
}

function readIn<Source extends JsonSource>(form: SourceForm<Source>, source: Source): JsonReading<Source> | undefined {
  try {
    const text = form.text(source);
    const value: unknown = JSON.parse(withoutMark(text));
    if (typeof value !== 'object' || value === null) return undefined;
    const layout = Array.isArray(value) ? undefined : layoutOf(text, value as Fields);
    return new JsonReading(form, source, value as Fields, layout && inForm(form, text, layout));
  } catch {
    return undefined;
  }
}

function inForm<Source extends JsonSource>(form: SourceForm<Source>, text: string, layout: Layout): Layout {
  const { key, open, close, starts, ends } = layout;
  // In the order in which they stand.
  const all = [open, ...starts.flatMap((start, i) => [start, ends[i] as number]), close];
  const places = placesIn(form, text, all, 0);
  return {
    key,
    open: places[0] as number,
    close: places.at(-1) as number,
    starts: starts.map((_, i) => places[1 + 2 * i] as number),
    ends: starts.map((_, i) => places[2 + 2 * i] as number),
  };
}

/** Reads a body that begins like another; undefined where that is of no use. */
function goOn<Source extends JsonSource>(
  known: JsonReading<Source>,
  source: Source,
  shared: number,
): JsonReading<Source> | undefined {
  const { form } = known;
  const { key, open, starts, ends } = known.layout as Layout;
  if (shared < open) return undefined;
  const count = wholeEntries(known, shared);
  const from = count === 0 ? open : (ends[count - 1] as number);
  try {
    const rest = form.text(form.part(source, from));
    const places = readEntries(new JsonCursor(rest, 0), count === 0);
    const entries = known.entries.slice(0, count);
    for (const [i, start] of places.starts.entries()) entries.push(JSON.parse(rest.slice(start, places.ends[i])));
    const found = inForm(form, rest, { key, open: 0, ...places });
    const layout: Layout = {
      key,
      open,
      close: from + found.close,
      starts: [...starts.slice(0, count), ...found.starts.map((place) => from + place)],
      ends: [...ends.slice(0, count), ...found.ends.map((place) => from + place)],
    };
    const tail = form.part(source, layout.close);
    const isAround = form.order(tail, known.tail) === 0;
    const own = inOwnMemory(known, source, { from, close: layout.close, tail: isAround ? known.tail : tail });
    if (isAround)
      return new JsonReading(form, own, { ...known.value, [key]: entries }, layout, known, count, known.frame);
    const frame = form.text(known.head) + form.text(tail);
    const value = JSON.parse(withoutMark(frame)) as Fields;
    // A field that stands there twice means the last of them.
    const around = layoutOf(frame, value);
    if (around?.key !== key || around.open !== form.text(known.head).length) return undefined;
    return new JsonReading(form, own, { ...value, [key]: entries }, layout, known, count);
  } catch {
    return undefined;
  }
}

/** How many entries end within what two bodies share, by a sign that ends a value whatever follows. */
function wholeEntries<Source extends JsonSource>(
  { form, source, layout }: JsonReading<Source>,
  shared: number,
): number {
  const { ends } = layout as Layout;
  const isWhole = (end: number) => end <= shared && ENDS.has(form.text(form.part(source, end - 1, end)));
  let count = ends.length;
  while (count > 0 && !isWhole(ends[count - 1] as number)) count--;
  return count;
}

const ENDS: ReadonlySet<string> = new Set(['}', ']', '"']);

/** A body in the memory of the one it goes on from, and of the piece it came in only what is new. */
function inOwnMemory<Source extends JsonSource>(
  { form, source: before }: JsonReading<Source>,
  source: Source,
  { from, close, tail }: { readonly from: number; readonly close: number; readonly tail: Source },
): Source {
  if (!form.grown) return source;
  const entries = form.grown(form.part(before, 0, from), form.part(source, from, close));
  return form.joined([entries, tail]);
}

/** A text as `JSON.parse` takes it: a byte order mark is read over. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
