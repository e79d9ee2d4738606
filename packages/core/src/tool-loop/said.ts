import { sha256Hex } from '../ccr/hash.js';
import { isRecord } from '../formats/record.js';
import { canonicalEntry, canonicalText } from './canonical-entry.js';
import type { Fields, LoopDialect } from './loop-dialect.js';

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

  #digested(): readonly string[] {
    const digests = [sha256Hex(canonicalText([this.scope, this.dialect.name, this.#opening()]))];
    for (const entry of this.dialect.history(this.request)) {
      const before = digests.at(-1) as string;
      const text = canonicalText(canonicalEntry(entry));
      digests.push(text === '' ? before : sha256Hex(`${before} ${sha256Hex(text)}`));
    }
    return digests;
  }

  #opening(): readonly unknown[] {
    const owners = [this.request, isRecord(this.request.config) ? this.request.config : {}];
    return owners.flatMap((owner) => OPENINGS.map((name) => canonicalEntry({ content: owner[name] })));
  }
}
