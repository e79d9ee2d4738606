import { sha256Hex } from '../ccr/hash.js';
import { isFixedList, type Known, keepUpTo, knownUpTo, notesOn } from '../edit/fixed-values.js';
import { isRecord } from '../formats/record.js';
import { canonicalEntry, canonicalText } from './canonical-entry.js';
import type { Fields, LoopDialect, TurnSign } from './loop-dialect.js';

/** What stands before the first entry of a history, in a request or in its `config`. */
const OPENINGS = [
  'system',
  'instructions',
  'systemInstruction',
  'system_instruction',
  'previous_response_id',
  'conversation',
  'cachedContent',
] as const;

const NOTE = 'said';

/** What is known of an entry that stands behind something: the digest with it, and keys of what belongs to its place. */
interface Note {
  /** What stands before the first entry. */
  readonly begun: string;
  readonly before: string;
  after: string | undefined;
  readonly keys: Map<string, { readonly sign: TurnSign | undefined; readonly key: string }>;
}

/** What somebody keeps of a history that began so. */
interface Kept<State> {
  readonly by: object;
  readonly begun: string;
  readonly state: State;
}

/** Everything that a client says was said, digested place by place: two histories share a digest only when they are equal. */
export class Said {
  #digests: readonly string[] | undefined;
  #start: string | undefined;

  constructor(
    private readonly scope: string,
    private readonly request: Fields,
    private readonly dialect: Pick<LoopDialect, 'name' | 'history'>,
  ) {}

  /** The digest of the owner and of all that stands before an entry; without a place, of the whole history. */
  before(at?: number): string {
    const place = at ?? this.#entries.length;
    return this.#digests ? (this.#digests[place] as string) : (this.#afterKnown(place) ?? this.#all(place));
  }

  #all(place: number): string {
    this.#digests = this.#digested();
    return this.#digests[place] as string;
  }

  /** The digest up to an entry of a fixed history, from the last one before it that has one. */
  #afterKnown(place: number): string | undefined {
    const entries = this.#entries;
    if (!isFixedList(entries)) return undefined;
    const begun = this.#begun();
    const noteAt = (at: number) => {
      const note = notesOn(entries[at])?.get(NOTE) as Note | undefined;
      return note?.begun === begun ? note.after : undefined;
    };
    let from = place;
    while (from > 0 && noteAt(from - 1) === undefined) from--;
    let digest = from === 0 ? begun : (noteAt(from - 1) as string);
    for (let at = from; at < place; at++) digest = this.#after(entries[at], digest);
    return digest;
  }

  #after(entry: unknown, before: string): string {
    const note = this.#noteOn(entry, before);
    const after = note?.after ?? afterEntry(before, entry);
    if (note) note.after = after;
    return after;
  }

  /** A key for something that belongs to a place in this conversation, or to its owner alone. */
  key(kind: string, ...parts: readonly unknown[]): string {
    return `${kind}-${sha256Hex(canonicalText([this.scope, this.dialect.name, ...parts]))}`;
  }

  /** A key of something about an entry of the history, made once where the entry cannot change. `sign` is all else that is in it. */
  kept(kind: string, at: number, sign: TurnSign | undefined, make: () => string): string {
    const keys = this.#noteOn(this.#entries[at], this.before(at))?.keys;
    const known = keys?.get(kind);
    if (known && isSameSign(known.sign, sign)) return known.key;
    const key = make();
    keys?.set(kind, { sign, key });
    return key;
  }

  /** What was {@link keep kept} of the longest beginning of this history, for whoever asks. */
  known<State>(kind: string, by: object): Known<State> | undefined {
    const found = knownUpTo<Kept<State>>(this.#entries, kind);
    return found?.state.by === by && found.state.begun === this.#begun()
      ? { state: found.state.state, length: found.length }
      : undefined;
  }

  /** Keeps what is known of all of this history, where it cannot change. */
  keep(kind: string, by: object, state: unknown): void {
    keepUpTo(this.#entries, kind, { by, begun: this.#begun(), state });
  }

  get #entries(): readonly unknown[] {
    return this.dialect.history(this.request);
  }

  #digested(): readonly string[] {
    const digests = [this.#begun()];
    for (const entry of this.#entries) digests.push(this.#after(entry, digests.at(-1) as string));
    return digests;
  }

  #noteOn(entry: unknown, before: string): Note | undefined {
    const notes = notesOn(entry);
    const known = notes?.get(NOTE) as Note | undefined;
    const begun = this.#begun();
    if (!notes || (known?.before === before && known.begun === begun)) return known;
    const note: Note = { begun, before, after: undefined, keys: new Map() };
    notes.set(NOTE, note);
    return note;
  }

  /** What stands around the entries of a fixed request is the same while its notes are. */
  #begun(): string {
    this.#start ??= this.#begins();
    return this.#start;
  }

  #begins(): string {
    const notes = notesOn(this.request);
    const kind = `begun ${this.scope}`;
    const known = notes?.get(kind) as string | undefined;
    const begun = known ?? sha256Hex(canonicalText([this.scope, this.dialect.name, this.#opening()]));
    notes?.set(kind, begun);
    return begun;
  }

  #opening(): readonly unknown[] {
    const owners = [this.request, isRecord(this.request.config) ? this.request.config : {}];
    return owners.flatMap((owner) => OPENINGS.map((name) => canonicalEntry({ content: owner[name] })));
  }
}

function afterEntry(before: string, entry: unknown): string {
  const text = canonicalText(canonicalEntry(entry));
  return text === '' ? before : sha256Hex(`${before} ${sha256Hex(text)}`);
}

function isSameSign(one: TurnSign | undefined, other: TurnSign | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.id === other.id && one.name === other.name && one.input === other.input;
}
