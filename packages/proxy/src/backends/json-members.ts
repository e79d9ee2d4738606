/** A member of the object that a JSON text holds, by offsets in its bytes. */
interface Member {
  readonly name: string;
  /** Where its key begins. */
  readonly from: number;
  readonly valueFrom: number;
  readonly to: number;
}

/** What becomes of members of a JSON object. A member that is named several times changes wherever it stands. */
export interface MemberChanges {
  readonly without?: readonly string[];
  /** Values by name, for members that are there. */
  readonly replaced?: Readonly<Record<string, unknown>>;
  /** Values by name, put at the start of the object where no such member is. */
  readonly added?: Readonly<Record<string, unknown>>;
}

/** The outermost object of a JSON text, as bytes: its members are read and changed in place, and every other byte stays as it is. */
export class JsonMembers {
  private constructor(
    private readonly bytes: Uint8Array,
    private readonly open: number,
    private readonly members: readonly Member[],
  ) {}

  /** Undefined for what is no JSON object. Values are passed over, not read: whether they are JSON is the receiver's to say. */
  static of(bytes: Uint8Array): JsonMembers | undefined {
    const scan = new Scan(bytes);
    const open = scan.open();
    const members = open === undefined ? undefined : scan.members();
    return members && new JsonMembers(bytes, open as number, members);
  }

  /** The value of a member; of a repeated one the last counts. Undefined where it is not there, or is not JSON. */
  value(name: string): unknown {
    const found = this.members.findLast((member) => member.name === name);
    if (!found) return undefined;
    try {
      return JSON.parse(textOf(this.bytes, found.valueFrom, found.to));
    } catch {
      return undefined;
    }
  }

  /** The bytes with these changes; the same array where there are none to make. */
  changed({ without = [], replaced = {}, added = {} }: MemberChanges): Uint8Array {
    const gone = (member: Member | undefined) => member !== undefined && without.includes(member.name);
    const kept = this.members.filter((member) => !gone(member));
    const lastKept = kept.at(-1);
    const cuts: [from: number, to: number, text: string][] = [];
    const news = Object.entries(added).filter(([name]) => !kept.some((member) => member.name === name));
    if (news.length > 0) {
      const text = news.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',');
      cuts.push([this.open + 1, this.open + 1, kept.length > 0 ? `${text},` : text]);
    }
    for (const [index, member] of this.members.entries()) {
      if (gone(member)) {
        const next = this.members[index + 1];
        if (lastKept && member.from < lastKept.from && next) cuts.push([member.from, next.from, '']);
      } else if (Object.hasOwn(replaced, member.name)) {
        cuts.push([member.valueFrom, member.to, JSON.stringify(replaced[member.name])]);
      }
    }
    const last = this.members.at(-1);
    // What goes at the end goes with the comma before it.
    if (last && gone(last)) cuts.push([lastKept?.to ?? this.open + 1, last.to, '']);
    return cuts.length === 0 ? this.bytes : spliced(this.bytes, cuts);
  }
}

function spliced(bytes: Uint8Array, cuts: readonly (readonly [number, number, string])[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const [from, to, text] of cuts) {
    pieces.push(bytes.subarray(at, from), Buffer.from(text));
    at = to;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, COLON, COMMA] = [34, 92, 123, 125, 58, 44] as const;

/** Walks over the bytes once; -1 as a place means that the text is not what it must be. */
class Scan {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  /** Where the object opens. A byte order mark may stand before it. */
  open(): number | undefined {
    const { bytes } = this;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
    if (this.#next() !== OPEN) return undefined;
    return this.#at++;
  }

  members(): readonly Member[] | undefined {
    const members: Member[] = [];
    if (this.#next() === CLOSE) return this.#isOver() ? members : undefined;
    for (;;) {
      const member = this.#member();
      if (!member) return undefined;
      members.push(member);
      const next = this.#next();
      if (next === CLOSE) return this.#isOver() ? members : undefined;
      if (next !== COMMA) return undefined;
      this.#at++;
    }
  }

  #member(): Member | undefined {
    if (this.#next() !== QUOTE) return undefined;
    const from = this.#at;
    if (!this.#string()) return undefined;
    const name = nameOf(textOf(this.bytes, from, this.#at));
    if (name === undefined || this.#next() !== COLON) return undefined;
    this.#at++;
    this.#next();
    const valueFrom = this.#at;
    return this.#value() && this.#at > valueFrom ? { name, from, valueFrom, to: this.#at } : undefined;
  }

  /** The next byte that is not white space, without passing it. */
  #next(): number | undefined {
    for (;;) {
      const byte = this.bytes[this.#at];
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
      this.#at++;
    }
  }

  #isOver(): boolean {
    this.#at++;
    return this.#next() === undefined;
  }

  #string(): boolean {
    const { bytes } = this;
    const { length } = bytes;
    let at = this.#at + 1;
    while (at < length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    this.#at = at + 1;
    return at < length;
  }

  #value(): boolean {
    const first = this.bytes[this.#at];
    if (first === QUOTE) return this.#string();
    if (first === OPEN || first === 91) return this.#nested();
    const { bytes } = this;
    for (let byte = bytes[this.#at]; byte !== undefined && !ENDS.has(byte); byte = bytes[this.#at]) this.#at++;
    return true;
  }

  #nested(): boolean {
    const { bytes } = this;
    let depth = 0;
    do {
      const byte = bytes[this.#at];
      if (byte === undefined) return false;
      if (byte === QUOTE) {
        if (!this.#string()) return false;
        continue;
      }
      if (byte === OPEN || byte === 91) depth++;
      else if (byte === CLOSE || byte === 93) depth--;
      this.#at++;
    } while (depth > 0);
    return true;
  }
}

const ENDS: ReadonlySet<number> = new Set([COMMA, CLOSE, 93, 32, 10, 13, 9]);

function nameOf(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
