import { isFixedList, keepUpTo, knownUpTo } from '../edit/fixed-values.js';
import type { Block } from '../model/block.js';
import type { Edit } from '../model/edit.js';
import type { BlockReader } from '../model/format.js';
import { Totals } from './totals.js';
import { ENTRY_DEPTH, UnreadTexts } from './unread.js';

/** A request that was read from its text, so that nobody can change it: its conversation, and a thing that stands for all around it. */
export interface FixedRequest {
  readonly list: readonly unknown[];
  /** The same one only where what stands around the conversation is the same. */
  readonly frame: object;
}

const KIND = 'session';

/** Says at the last entry of a conversation which session knows it; empty while a call has the session. */
export interface Place<Session> {
  session: Session | undefined;
}

/** The session that knows the longest beginning of a conversation. */
export function sessionAt<Session>({ list }: FixedRequest): Session | undefined {
  return knownUpTo<Place<Session>>(list, KIND)?.state.session;
}

/**
 * What a session keeps of a request that cannot change, besides its texts: how far it was read, and what was worked out of that. Then a
 * longer request costs what is new in it.
 */
export class Following {
  readonly totals = new Totals();
  readonly unread = new UnreadTexts();
  /** Of the texts so far; it only ever grows. */
  readonly edits: Edit[] = [];
  /** So many texts are in the edits. */
  edited = 0;
  #length = 0;
  #last: unknown;

  constructor(
    private readonly reader: BlockReader,
    private readonly frame: object,
  ) {}

  /** Reads a whole request. */
  readAll(body: unknown, { list }: FixedRequest): Block[] {
    const blocks = [...this.reader.around];
    this.#readTo(list, blocks);
    this.unread.look([body], blocks);
    return blocks;
  }

  /** Reads what is new. */
  readOn({ list }: FixedRequest): Block[] {
    const blocks: Block[] = [];
    const fresh = list.slice(this.#length);
    this.#readTo(list, blocks);
    this.unread.look(fresh, blocks, ENTRY_DEPTH);
    return blocks;
  }

  #readTo(list: readonly unknown[], blocks: Block[]): void {
    for (let turn = this.#length; turn < list.length; turn++)
      for (const block of this.reader.next(list[turn], turn)) blocks.push(block);
    this.#length = list.length;
    this.#last = list.at(-1);
  }

  /** True when a request says all that was read, and perhaps more. */
  isBeginningOf({ list, frame }: FixedRequest): boolean {
    return frame === this.frame && this.#length > 0 && list[this.#length - 1] === this.#last && isFixedList(list);
  }

  keep<Session>({ list }: FixedRequest, place: Place<Session>): void {
    keepUpTo(list, KIND, place);
  }
}
