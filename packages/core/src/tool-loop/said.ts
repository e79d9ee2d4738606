import { sha256Hex } from '../ccr/hash.js';
import { notesOn } from '../edit/fixed-values.js';
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
  readonly before: string;
  after: string | undefined;
  readonly keys: Map<string, { readonly sign: TurnSign | undefined; readonly key: string }>;
}

/** Everything that a client says was said, digested place by place: two histories share a digest only when they are equal. */
export class Said {
  #digests: readonly string[] | undefined;

  constructor(
    private readonly scope: string,
    private readonly request: Fields,
    private readonly dialect: Pick<LoopDialect, 'name' | 'history'>,
  ) {}

  /** The digest of the owner and of all that stands before an entry; without a place, of the whole history. */
  before(at?: number): string {
    this.#digests ??= this.#digested();
    return this.#digests[at ?? this.#digests.length - 1] as string;
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

  get #entries(): readonly unknown[] {
    return this.dialect.history(this.request);
  }

  #digested(): readonly string[] {
    const digests = [this.#begun()];
    for (const entry of this.#entries) {
      const before = digests.at(-1) as string;
      const note = this.#noteOn(entry, before);
      const after = note?.after ?? afterEntry(before, entry);
      if (note) note.after = after;
      digests.push(after);
    }
    return digests;
  }

  #noteOn(entry: unknown, before: string): Note | undefined {
    const notes = notesOn(entry);
    const known = notes?.get(NOTE) as Note | undefined;
    if (!notes || known?.before === before) return known;
    const note: Note = { before, after: undefined, keys: new Map() };
    notes.set(NOTE, note);
    return note;
  }

  /** What stands around the entries of a fixed request is the same while its notes are. */
  #begun(): string {
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
