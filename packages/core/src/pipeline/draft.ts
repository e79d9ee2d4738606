import { contentHash } from '../ccr/hash.js';
import { type MarkerAudience, writeMarker } from '../ccr/marker.js';
import type { Block } from '../model/block.js';
import type { Shorter } from '../model/compressor.js';
import type { Draft, DraftBlock, Outdated, SentText } from '../model/pass.js';
import type { Decision, Warning, WarningCode } from '../model/report.js';

class SheetBlock implements DraftBlock {
  #pinned: string | undefined;
  #shorter: Shorter | undefined;
  #by: string | undefined;
  #marked: { text: string; hash: string | undefined } | undefined;
  /** Never written to: a report of an earlier call may hold it. */
  #decisions: readonly Decision[] = [];
  #isRepeated = false;

  constructor(
    public block: Block,
    readonly bias: number,
    private readonly audience: MarkerAudience,
    readonly isLossless: boolean,
    private readonly sheet: { readonly isClosed: boolean },
  ) {}

  /** Once the call is over nothing changes any more, whoever still holds the block. */
  get #closed(): boolean {
    return this.sheet.isClosed;
  }

  get pinned(): string | undefined {
    return this.#pinned;
  }
  get shorter(): Shorter | undefined {
    return this.#shorter;
  }
  get by(): string | undefined {
    return this.#by;
  }
  get isRepeated(): boolean {
    return this.#isRepeated;
  }
  get decisions(): readonly Decision[] {
    return this.#decisions;
  }
  get text(): string {
    return this.#written().text;
  }
  get hash(): string | undefined {
    return this.#written().hash;
  }

  pin(pass: string, reason: string): void {
    if (this.#closed) return;
    this.#pinned = reason;
    if (this.#isRepeated) return;
    this.#change(undefined, undefined);
    this.#decide({ pass, action: 'kept', reason });
  }

  propose(pass: string, by: string, shorter: Shorter): void {
    if (this.#closed || this.#pinned !== undefined || this.#isRepeated) return;
    if (this.isLossless && shorter.kind === 'trimmed') {
      this.note(pass, 'lossless_turn');
      return;
    }
    this.#change(by, shorter);
    this.#decide({ pass, action: shorter.kind, reason: by });
  }

  repeat(pass: string, sent: SentText): void {
    if (this.#closed || (sent.kind === 'trimmed' && this.isLossless)) return;
    this.#isRepeated = true;
    if (sent.kind === 'kept') {
      this.note(pass, 'sent_before');
      return;
    }
    const { kind, by, text } = sent;
    const hash = kind === 'trimmed' ? contentHash(this.block.text) : undefined;
    // The marker is part of what was sent, and is not written again.
    this.#change(
      by,
      hash ? { kind: 'trimmed', licence: 'rows', text, omitted: { summary: '' } } : { kind: 'packed', text },
    );
    this.#marked = { text, hash };
    this.#decide({ pass, action: kind, reason: 'sent_before' });
  }

  rewrite(pass: string, by: string, shorter: Shorter): void {
    if (this.isLossless && shorter.kind === 'trimmed') return;
    this.#isRepeated = false;
    this.propose(pass, by, shorter);
  }

  withdraw(pass: string, reason: string): void {
    // A call that is given up changes nothing, whatever was sent before.
    if (this.#closed || (this.#isRepeated && pass !== 'run')) return;
    this.#change(undefined, undefined);
    this.#decide({ pass, action: 'kept', reason });
  }

  note(pass: string, reason: string): void {
    if (this.#closed) return;
    this.#decide({ pass, action: this.#shorter?.kind ?? 'kept', reason });
  }

  #decide(decision: Decision): void {
    this.#decisions = [...this.#decisions, decision];
  }

  #change(by: string | undefined, shorter: Shorter | undefined): void {
    this.#by = by;
    this.#shorter = shorter;
    this.#marked = undefined;
  }

  #written(): { text: string; hash: string | undefined } {
    if (this.#marked) return this.#marked;
    const shorter = this.#shorter;
    if (!shorter) this.#marked = { text: this.block.text, hash: undefined };
    else if (shorter.kind === 'packed') this.#marked = { text: shorter.text, hash: undefined };
    else {
      const hash = contentHash(this.block.text);
      this.#marked = { text: writeMarker(shorter.text, shorter.omitted, hash, this.audience), hash };
    }
    return this.#marked;
  }
}

/** How the texts of a request are to be written, besides what the passes decide. */
export interface SheetTerms {
  /** By message. */
  readonly biases: ReadonlyMap<number, number>;
  readonly audience: MarkerAudience;
  /** Messages whose texts are only packed. */
  readonly lossless: ReadonlySet<number>;
}

/** Reasons why single texts stayed as they are, which are told again with every request that holds them. */
const OF_TEXTS: ReadonlySet<WarningCode> = new Set(['too_large', 'invalid_text']);

/** The blocks of one request and the warnings about it, as the passes see them; it can go on with a longer request. */
export class Sheet implements Draft {
  readonly #own: SheetBlock[] = [];
  #isPlain = true;
  readonly outdated = new Map<DraftBlock, Outdated>();
  readonly sent = new Map<DraftBlock, { readonly key: string; readonly sent: SentText | undefined }>();
  warnings: Warning[] = [];
  settled = 0;
  isStale = false;
  isSame = false;
  isClosed = false;

  constructor(blocks: readonly Block[], terms: SheetTerms) {
    this.#add(blocks, terms);
  }

  get blocks(): readonly DraftBlock[] {
    return this.#own;
  }

  /** True when a text is to be written as it was in the call before. */
  isOnTerms(at: number, { turn }: Block, { biases, lossless }: SheetTerms): boolean {
    const own = this.#own[at];
    return own?.bias === (biases.get(turn) ?? 1) && own.isLossless === lossless.has(turn);
  }

  /** Whether all texts so far are to be written as they were, where no biases are asked for and none of them was packed only. */
  isOnPlainTerms({ biases, lossless }: SheetTerms): boolean {
    return this.#isPlain && biases.size + lossless.size === 0;
  }

  /** Goes on with a longer request, whose first texts are those of this one. */
  goOn(blocks: readonly Block[], terms: SheetTerms): void {
    for (const [at, own] of this.#own.entries()) own.block = blocks[at] as Block;
    this.#goOn(blocks.slice(this.#own.length), terms, false);
  }

  /** Goes on with new texts behind those of this sheet, which are in the same objects as before. */
  goOnWith(blocks: readonly Block[], terms: SheetTerms): void {
    this.#goOn(blocks, terms, true);
  }

  #goOn(fresh: readonly Block[], terms: SheetTerms, isSame: boolean): void {
    this.settled = this.#own.length;
    this.isSame = isSame;
    this.isClosed = false;
    this.#add(fresh, terms);
    this.sent.clear();
    this.warnings = this.warnings.filter(({ code }) => OF_TEXTS.has(code));
  }

  #add(blocks: readonly Block[], { biases, audience, lossless }: SheetTerms): void {
    if (biases.size + lossless.size > 0) this.#isPlain = false;
    for (const block of blocks)
      this.#own.push(new SheetBlock(block, biases.get(block.turn) ?? 1, audience, lossless.has(block.turn), this));
  }

  /** The call is over: what a pass that came too late still writes is lost. */
  close(): void {
    this.isClosed = true;
  }

  warn(code: WarningCode, message: string): void {
    if (this.warnings.length < 100) this.warnings.push({ code, message });
  }
}
