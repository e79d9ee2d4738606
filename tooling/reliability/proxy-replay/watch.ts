import { loadCounter } from '@headroom/core';
import { canonical, withoutOwn } from './own-parts.js';
import { rawItems } from './raw-items.js';
import { LISTS, type Wire } from './wires.js';

/** What counts tokens in each wire, as the models in it do. */
const tokens = {
  anthropic: await loadCounter('claude-sonnet-4-5'),
  gemini: await loadCounter('gemini-3-pro'),
  openai: await loadCounter('gpt-4o'),
};

/** A turn that is over: what the model said, what its client was shown of it, and what that sent back. */
export interface PastTurn {
  /** The entries of each answer of the model; more than one where calls were answered on the way. */
  readonly answers: readonly { readonly entries: readonly unknown[]; readonly own: 'none' | 'only' | 'mixed' }[];
  /** The client's entries for it, as spelled. */
  readonly shown: readonly string[];
  /** What follows, as spelled, and the string in it that may become shorter. */
  readonly back: readonly string[];
  readonly result?: string;
}

/** What a client sent, in its own spelling. */
export interface Given {
  readonly head: string;
  readonly turns: readonly PastTurn[];
  readonly tail: string;
  readonly text: string;
}

/** What was seen of all sessions in a wire. */
export interface Sums {
  requests: number;
  /** Requests that arrived in the very bytes the client sent. */
  untouched: number;
  given: number;
  sent: number;
  /** Results that arrived shorter, and hidden turns, each counted once. */
  shortened: number;
  hidden: number;
  /** Requests that do not begin with all of the one before. */
  prefixChanges: number;
  /** Anything that is not the client's own bytes, and neither a shorter result nor a hidden turn. */
  otherChanges: number;
  readonly examples: string[];
}

export const noSums = (): Sums => ({
  ...{ requests: 0, untouched: 0, given: 0, sent: 0, shortened: 0, hidden: 0 },
  ...{ prefixChanges: 0, otherChanges: 0, examples: [] },
});

/** Holds what arrives at a provider of one session against what its client sent, and against what arrived before. */
export class Watch {
  /** All bytes up to the end of the last item of what arrived. */
  #before = '';
  #items: readonly string[] = [];
  #head = '';
  /** So many turns were held against what arrived, and their items end there. */
  #turns = 0;
  #until = 0;

  constructor(
    private readonly name: string,
    private readonly wire: Wire,
    private readonly sums: Sums,
  ) {}

  /** A request that carries all of its conversation. */
  request(got: string, given: Given, isFirstRound: boolean): void {
    this.#count(got, given.text);
    const holds = got.startsWith(this.#before);
    if (!holds) this.#changed(got, this.#before);
    const start = this.#startIn(got);
    if (this.#before === '' || !holds) this.#forget(start);
    const { items, end } = rawItems(got, this.#until);
    if (got.slice(end) !== given.tail) this.#other('what stands behind the conversation');
    this.#before = got.slice(0, end);
    // What was answered on the way has no end yet.
    if (!isFirstRound) return;
    this.#checkHead(got.slice(0, start), given.head);
    this.#match(items, given);
    this.#until = end;
  }

  /** A frame that goes on from what the provider holds; gives all of its conversation. */
  frame(got: string, given: Given, held: readonly string[]): readonly string[] {
    this.#count(got, given.text);
    const start = this.#startIn(got);
    const { items, end } = rawItems(got, start);
    const whole = [...held, ...items];
    const at = this.#items.findIndex((item, n) => whole[n] !== item);
    if (at >= 0) this.#changed(whole[at] ?? '', this.#items[at] ?? '');
    if (at >= 0) this.#forget(0);
    this.#checkHead(got.slice(0, start), given.head);
    this.#match(whole.slice(this.#until), given);
    if (got.slice(end) !== given.tail) this.#other('what stands behind the conversation');
    this.#items = whole;
    this.#until = whole.length;
    return whole;
  }

  #startIn(got: string): number {
    const mark = `],"${LISTS[this.wire.dialect]}":[`;
    return got.indexOf(mark) + mark.length;
  }

  #forget(start: number): void {
    this.#turns = 0;
    this.#until = start;
  }

  #count(got: string, sent: string): void {
    this.sums.requests++;
    this.sums.given += sent.length;
    this.sums.sent += got.length;
    if (got === sent) this.sums.untouched++;
  }

  /** Items that arrived for the first time are those of the turns since. */
  #match(items: readonly string[], { turns }: Given): void {
    let at = 0;
    for (const turn of turns.slice(this.#turns)) at = this.#matchTurn(items, at, turn);
    this.#turns = turns.length;
    if (at !== items.length) this.#other(`${items.length - at} items more than were said`);
  }

  #matchTurn(items: readonly string[], from: number, { answers, shown, back, result }: PastTurn): number {
    let at = from;
    const skipOwn = () => {
      while (at < items.length && this.#rest(items[at] as string) === undefined) at++;
    };
    const isHidden = answers.some(({ own }) => own !== 'none');
    if (!isHidden) for (const item of shown) this.#expect(items[at++] === item, items[at - 1]);
    else
      for (const { entries, own } of answers) {
        for (const entry of entries) {
          const got = items[at++];
          this.#expect(got !== undefined && canonical(JSON.parse(got)) === canonical(entry), got);
        }
        if (own !== 'none') this.sums.hidden++;
        if (own === 'only') skipOwn();
      }
    for (const item of back) {
      if (isHidden) skipOwn();
      const got = items[at++] ?? '';
      const rest = isHidden ? this.#rest(got) : undefined;
      const own = [
        [item, got],
        [JSON.stringify(JSON.parse(item)), JSON.stringify(rest)],
      ] as const;
      if (own.some(([given, come]) => given === come)) continue;
      const isShort = result !== undefined && own.some(([given, come]) => come && this.#isShorter(given, come, result));
      if (isShort) this.sums.shortened++;
      else this.#expect(false, got);
    }
    if (isHidden) skipOwn();
    return at;
  }

  /** True where only the string of the result differs, and is shorter in characters or else in tokens. */
  #isShorter(own: string, got: string, result: string): boolean {
    const at = own.indexOf(result);
    if (at < 0) return false;
    const [before, behind] = [own.slice(0, at + 1), own.slice(at + result.length - 1)];
    if (!got.startsWith(before) || !got.endsWith(behind)) return false;
    try {
      const text: unknown = JSON.parse(`"${got.slice(before.length, got.length - behind.length)}"`);
      const counter =
        tokens[this.wire.dialect === 'anthropic' || this.wire.dialect === 'gemini' ? this.wire.dialect : 'openai'];
      const original = JSON.parse(result) as string;
      if (typeof text !== 'string' || text === '') return false;
      return text.length < original.length || counter.count(text) < counter.count(original);
    } catch {
      return false;
    }
  }

  #rest(item: string): unknown {
    return item === '' ? '' : withoutOwn(this.wire.dialect, JSON.parse(item));
  }

  #checkHead(got: string, own: string): void {
    if (got !== own) {
      let same = 0;
      while (same < own.length && got[same] === own[same]) same++;
      const isInserted = got.endsWith(own.slice(same)) && got.slice(same).includes('headroom_retrieve');
      if (!isInserted) this.#other('what stands before the conversation');
    }
    if (!this.wire.isSocket && this.#head !== '' && this.#head !== got) this.#other('another beginning than before');
    this.#head = got;
  }

  #expect(holds: boolean, got = 'nothing'): void {
    if (!holds) this.#other(`${got.length} characters, ${got.slice(0, 90)}`);
  }

  #changed(got: string, was: string): void {
    this.sums.prefixChanges++;
    let at = 0;
    while (at < was.length && was[at] === got[at]) at++;
    const from = Math.max(0, at - 20);
    this.#example(`prefix of ${this.name}: ${got.slice(from, at + 60)} where ${was.slice(from, at + 60)} stood`);
  }

  #other(what: string): void {
    this.sums.otherChanges++;
    this.#example(`${this.name}: ${what}`);
  }

  #example(text: string): void {
    if (this.sums.examples.length < 10) this.sums.examples.push(text.replaceAll('\n', ' '));
  }
}
