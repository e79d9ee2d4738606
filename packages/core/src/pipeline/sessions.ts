import { latestEntry, type SentEntry } from '../ccr/sent-record.js';
import { Neighbours } from '../conversation/neighbours.js';
import { hold, letGo } from '../conversation/shared-room.js';
import type { Block } from '../model/block.js';
import type { Pass } from '../model/pass.js';
import type { WarningCode } from '../model/report.js';
import type { Sheet, SheetTerms } from './draft.js';
import { type FixedRequest, type Following, type Place, sessionAt } from './fixed-request.js';
import { copied, isSame } from './same-value.js';

/** What was remembered of a text takes about so many bytes a character: the text, its lines, where they stand. */
const BYTES_A_CHARACTER = 4;
const BYTES_A_TEXT = 1000;
/** What is stored for texts of a conversation is stored again after so long, well before it could run out. */
const STALE_MS = 60_000;

/** Warnings that tell of a request or its texts, and not of something that went wrong and may go right the next time. */
const HARMLESS: ReadonlySet<WarningCode> = new Set(['unread_text', 'too_large', 'invalid_text']);

/** A text as it was shaped, for comparison: arguments belong to the caller, who may change them. */
interface Known {
  readonly block: Omit<Block, 'at' | 'call'>;
  readonly tool: string | undefined;
  readonly input: unknown;
}

/** A conversation as the latest call left it: the outcomes of its texts, and the passes with what they know by now. */
export class Session {
  readonly #known: Known[] = [];
  #characters = 0;
  readonly #texts: Known['block'][] = [];
  #latest: SentEntry | undefined;
  #keptAt = performance.now();
  /** What is kept besides where the request cannot change. */
  following: Following | undefined;
  readonly place: Place<Session> = { session: undefined };

  constructor(
    readonly sheet: Sheet,
    readonly passes: readonly Pass[],
    /** The settings that outcomes depend on. */
    readonly settings: string,
    readonly store: object,
    /** The conversation whose outcomes are recorded, if they are. */
    readonly recorded: string | undefined,
  ) {}

  get bytes(): number {
    return this.#characters * BYTES_A_CHARACTER + this.#known.length * BYTES_A_TEXT;
  }

  /** Below 0 where the texts of a request come before those of this session, 0 where they begin alike and this one is no shorter. */
  compare(texts: readonly { readonly text: string }[]): number {
    const own = this.#texts;
    for (let at = 0; at < own.length; at++) {
      const { text } = own[at] as Known['block'];
      const other = texts[at];
      if (other === undefined) return -1;
      if (other.text !== text) return other.text < text ? -1 : 1;
    }
    return texts.length - own.length;
  }

  get texts(): readonly { readonly text: string }[] {
    return this.#texts;
  }

  /** True for a conversation that may have begun as this one did. */
  beginsLike(other: Session): boolean {
    return this.#known[0]?.block.text === other.#known[0]?.block.text;
  }

  /** True when a request says all of this, in the same way, and perhaps more. */
  isBeginningOf(blocks: readonly Block[], terms: SheetTerms): boolean {
    return this.#known.every(({ block, tool, input }, at) => {
      const other = blocks[at];
      return (
        other !== undefined &&
        other.text === block.text &&
        other.turn === block.turn &&
        other.role === block.role &&
        other.query === block.query &&
        other.isError === block.isError &&
        other.pinned === block.pinned &&
        other.call?.tool === tool &&
        this.sheet.isOnTerms(at, other, terms) &&
        isSame(input, other.call?.input)
      );
    });
  }

  /** What the store should hold of the latest text, where outcomes are recorded. */
  get latest(): SentEntry | undefined {
    return this.#latest;
  }

  /** Goes on with a request of which this is the beginning. */
  goOn(blocks: readonly Block[], terms: SheetTerms): void {
    this.sheet.goOn(blocks, terms);
    this.#lookAtClock();
  }

  /** Goes on with what is new in a request that cannot change, of which this is the beginning. @throws what a format throws */
  readOn(following: Following, request: FixedRequest, terms: SheetTerms): void {
    this.sheet.goOnWith(following.readOn(request), terms);
    this.#lookAtClock();
  }

  #lookAtClock(): void {
    const now = performance.now();
    this.sheet.isStale = now - this.#keptAt > STALE_MS;
    if (this.sheet.isStale) this.#keptAt = now;
  }

  /** True where nothing went wrong so far that may go right the next time. */
  get isClean(): boolean {
    return this.sheet.warnings.every(({ code }) => HARMLESS.has(code));
  }

  /** Takes down what there is now; false where that could be changed from outside, or something went wrong on the way. */
  settle(): boolean {
    if (!this.isClean) return false;
    const fresh = this.sheet.blocks.slice(this.#known.length);
    for (const { block } of fresh) {
      const { at: _, call, ...rest } = block;
      const input = copied(call?.input);
      if (!input) return false;
      this.#texts.push(rest);
      this.#known.push({ block: rest, tool: call?.tool, input: input.value });
      this.#characters += rest.text.length;
    }
    if (fresh.length > 0) this.#latest = latestEntry(this.sheet);
    return true;
  }
}

/** The conversations that an engine has at hand. Whoever goes on with one takes it, so that no other call does at the same time. */
export class Sessions {
  readonly #all = new Neighbours<Session>();
  /** How many sessions there are of each kind of settings. */
  readonly #settings = new Map<string, number>();

  /** The session that a request goes on with. One of other settings is given up: what is sent now is what counts. */
  take(blocks: readonly Block[], terms: SheetTerms, settings: string, store: object): Session | undefined {
    const [found] = this.#all.around((session) => session.compare(blocks));
    if (!found?.isBeginningOf(blocks, terms)) return undefined;
    this.#drop(found);
    letGo(found);
    return found.settings === settings && found.store === store ? found : undefined;
  }

  /** The session that knows the beginning of a request that cannot change, found without a look at what it says. */
  takeFixed(request: FixedRequest, terms: SheetTerms, settings: string, store: object): Session | undefined {
    const found = sessionAt<Session>(request);
    if (found?.settings !== settings || found.store !== store) return undefined;
    if (!found.following?.isBeginningOf(request) || !found.sheet.isOnPlainTerms(terms)) return undefined;
    this.#drop(found);
    letGo(found);
    return found;
  }

  /** Keeps a session for the next request; with a request that cannot change, it is found by that. */
  keep(session: Session, request?: FixedRequest): void {
    if (!session.settle()) return;
    session.place.session = session;
    if (request) session.following?.keep(request, session.place);
    const { texts } = session;
    this.#all.add(session, (other) => other.compare(texts));
    this.#settings.set(session.settings, (this.#settings.get(session.settings) ?? 0) + 1);
    hold(session, session.bytes, this, () => this.#drop(session));
    if (session.latest) this.#giveUpOthers(session);
  }

  /** Where outcomes are recorded, what was sent last counts, and another session may remember the same text as it was under other settings. */
  #giveUpOthers(session: Session): void {
    if (this.#settings.size === 1) return;
    for (const other of this.#all.near(session, (near) => near.beginsLike(session))) {
      if (other.settings === session.settings && other.store === session.store) continue;
      // What is recorded of another conversation is not this one's.
      if (other.recorded !== session.recorded) continue;
      this.#drop(other);
      letGo(other);
    }
  }

  #drop(session: Session): void {
    if (!this.#all.delete(session)) return;
    session.place.session = undefined;
    const left = (this.#settings.get(session.settings) ?? 1) - 1;
    if (left > 0) this.#settings.set(session.settings, left);
    else this.#settings.delete(session.settings);
  }
}
