import { Neighbours } from '../reading/neighbours.js';
import { hold, letGo } from '../reading/shared-room.js';
import { fix } from './fixed-values.js';
import { JsonCursor } from './json-cursor.js';
import { JsonReading, type Layout, layoutOf, readEntries } from './json-reading.js';

type Fields = Readonly<Record<string, unknown>>;

/** A text and what was read from it take so many bytes a character. */
const BYTES_A_CHARACTER = 4;
/** Shorter texts are read anew. */
const LEAST = 4096;
/** A text takes the place of another one where it has so many of its entries. */
const SUCCEEDS = 0.5;

/**
 * Reads the JSON of requests. Of a conversation that was read before, only what is new in it is parsed, and the entries that were
 * there are the same objects. Nobody may change or hand out what is read here.
 */
export class KnownJson {
  readonly #all = new Neighbours<JsonReading>();

  /** The same as `JSON.parse`, a byte order mark read over; undefined for what is not JSON, or neither an object nor a list. */
  read(text: string): JsonReading | undefined {
    if (text.length < LEAST) return readAnew(text);
    const [known, shared] = this.#nearest(text);
    if (known && shared === text.length && known.text.length === shared) {
      this.#keep(known);
      return known;
    }
    const reading = (known && goOn(known, text, shared)) ?? readAnew(text);
    if (!reading?.layout) return reading;
    for (const entry of reading.entries.slice(reading.taken)) fix(entry);
    if (known && reading.taken >= known.entries.length * SUCCEEDS) this.#drop(known);
    this.#all.add(reading, (other) => order(text, other.text));
    this.#keep(reading);
    return reading;
  }

  /** The reading that has most in common with a text, and how many characters that is. */
  #nearest(text: string): readonly [JsonReading | undefined, number] {
    let best: readonly [JsonReading | undefined, number] = [undefined, 0];
    for (const one of this.#all.around((other) => order(text, other.text))) {
      const shared = one ? commonStart(text, one.text) : 0;
      if (shared > best[1]) best = [one, shared];
    }
    return best;
  }

  #keep(reading: JsonReading): void {
    hold(reading, reading.text.length * BYTES_A_CHARACTER, this, () => this.#all.delete(reading));
  }

  #drop(reading: JsonReading): void {
    this.#all.delete(reading);
    letGo(reading);
  }
}

/** {@link KnownJson.read} without a memory. */
export function readAnew(text: string): JsonReading | undefined {
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    if (typeof value !== 'object' || value === null) return undefined;
    return new JsonReading(text, value as Fields, Array.isArray(value) ? undefined : layoutOf(text, value as Fields));
  } catch {
    return undefined;
  }
}

/** Reads a text that begins like another; undefined where that is of no use. */
function goOn(known: JsonReading, text: string, shared: number): JsonReading | undefined {
  const { key, open, starts, ends } = known.layout as Layout;
  if (shared < open) return undefined;
  const count = wholeEntries(known, shared);
  try {
    const cursor = new JsonCursor(text, count === 0 ? open : (ends[count - 1] as number));
    const places = readEntries(cursor, open, starts.slice(0, count), ends.slice(0, count));
    const entries = known.entries.slice(0, count);
    for (let i = count; i < places.starts.length; i++)
      entries.push(JSON.parse(text.slice(places.starts[i], places.ends[i])));
    const layout = { key, ...places };
    const [head, tail] = known.frame;
    if (text.slice(places.close) === tail)
      return new JsonReading(text, { ...known.value, [key]: entries }, layout, known.pieces, count);
    const frame = head + text.slice(places.close);
    const value = JSON.parse(frame.charCodeAt(0) === 0xfeff ? frame.slice(1) : frame) as Fields;
    // A field that stands there twice means the last of them.
    if (layoutOf(frame, value)?.open !== open || layoutOf(frame, value)?.key !== key) return undefined;
    const pieces = { entries: known.pieces.entries, frame: {} };
    return new JsonReading(text, { ...value, [key]: entries }, layout, pieces, count);
  } catch {
    return undefined;
  }
}

/** How many entries end within what two texts share, by a sign that ends a value whatever follows. */
function wholeEntries({ text, layout }: JsonReading, shared: number): number {
  const { ends } = layout as Layout;
  let count = ends.length;
  while (
    count > 0 &&
    ((ends[count - 1] as number) > shared || !'}]"'.includes(text[(ends[count - 1] as number) - 1] as string))
  )
    count--;
  return count;
}

function order(text: string, other: string): number {
  return text === other ? 0 : text < other ? -1 : 1;
}

/** How many characters two texts begin with alike. */
function commonStart(one: string, other: string): number {
  let low = 0;
  let high = Math.min(one.length, other.length);
  if (one.slice(0, high) === other.slice(0, high)) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (one.slice(low, middle) === other.slice(low, middle)) low = middle;
    else high = middle;
  }
  return low;
}
