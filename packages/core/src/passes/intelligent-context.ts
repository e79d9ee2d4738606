import { importanceOf } from '../importance/importance.js';
import { Uses } from '../importance/uses.js';
import type { Shorter } from '../model/compressor.js';
import type { Context, Draft, DraftBlock } from '../model/pass.js';
import { type Steps, wait } from '../pipeline/drive.js';

const NAME = 'intelligent_context';
/** Old results are cut down to this share of the budget, so that many turns pass before the next break and the prefix stays put. */
const STEP = 0.7;
/** How often a new result is shaped more closely. */
const MOST_CLOSE = 3;
/** Smaller texts are not shrunk for a budget. A stub is always smaller, so that nothing is left to do for a second pass. */
const LEAST = 250;
const NOTHING: readonly DraftBlock[] = [];

/**
 * IntelligentContext: keeps a conversation under a token budget. A new result that does not fit is shaped more closely before it
 * is first sent. If that is not enough, results that were already sent become stubs, least valuable first (outdated reads, then by
 * learned importance), but only where {@link Context.breaks} says that nothing is bound to them. No message
 * is removed and no call loses its result.
 *
 * It follows the texts in order and looks at nothing that comes later. So the same cuts come out in every process without a ledger,
 * and between two breaks nothing that was sent changes. Old results become stubs and nothing in between: a stub shows too few
 * lines to be referred to, so compressing the outcome again changes nothing.
 */
export class IntelligentContext {
  readonly #sizes = new Map<DraftBlock, number>();
  #open: DraftBlock[] = [];
  #total = 0;
  #at = 0;
  #lastTurn = -1;
  readonly #uses = new Uses();
  readonly #mayTrim: boolean;

  constructor(
    private readonly draft: Draft,
    private readonly context: Context,
  ) {
    this.#mayTrim = context.mode !== 'lossless' && context.retrieval !== 'none';
  }

  /** Makes room for the next text, in order; a working copy is not shaped. Gives the texts that were rewritten for it. */
  *take(block: DraftBlock, isCopy: () => boolean): Steps<readonly DraftBlock[]> {
    const { context } = this;
    const budget = context.tokenBudget;
    if (budget === undefined) return NOTHING;
    this.#at++;
    this.#uses.add(block.block);
    yield* wait(context.counted(block.text));
    if (context.expired()) return NOTHING;
    this.#resize(block);
    const isOpen = this.#mayTrim && block.pinned === undefined && block.block.role === 'tool';
    if (isOpen) {
      this.#open.push(block);
      if (this.#total > budget && !block.isRepeated && !isCopy()) yield* this.#shapeNew(block, budget);
    }
    const { turn } = block.block;
    if (this.draft.blocks[this.#at]?.block.turn === turn || !this.#mayTrim) return NOTHING;
    const isCompacted = context.breaks.isCompacted(this.#lastTurn, turn);
    this.#lastTurn = turn;
    if (this.#total <= (isCompacted ? budget * STEP : budget)) return NOTHING;
    return yield* this.#rewriteOld(block, budget);
  }

  /** Says whether the budget was met. */
  end(): void {
    const budget = this.context.tokenBudget;
    if (budget === undefined) return;
    const size = (block: DraftBlock) => this.context.tokens.count(block.text);
    const total = this.draft.blocks.reduce((sum, block) => sum + size(block), 0);
    if (total <= budget) return;
    const open = this.#open.filter((block) => this.#size(block) >= LEAST);
    const fixed = total - open.reduce((sum, block) => sum + size(block), 0);
    const rest = open.length === 0 ? '' : '; the others were already sent, and reasoning behind them is bound to them';
    this.draft.warn(
      'over_budget',
      `${total} tokens are over the budget of ${budget}; ${fixed} of them are in texts that may not change or shrink no further${rest}`,
    );
  }

  #size(block: DraftBlock): number {
    return this.#sizes.get(block) ?? 0;
  }

  #resize(block: DraftBlock): void {
    const size = this.context.tokens.count(block.text);
    this.#total += size - this.#size(block);
    this.#sizes.set(block, size);
  }

  *#shapeNew(block: DraftBlock, budget: number): Steps<void> {
    for (let n = 0; n < MOST_CLOSE && this.#total > budget; n++) {
      const routed = yield* this.#closely(block);
      if (routed?.shorter.kind !== 'trimmed') break;
      if (!this.#change(block, () => block.propose(NAME, routed.by, routed.shorter))) break;
    }
    if (block.shorter?.kind !== 'packed') return;
    // What would be cut as its packer's words, were it seen again, stays as it came.
    const again = yield* this.#closely(block, block.text);
    if (again?.shorter.kind === 'trimmed') block.withdraw(NAME, 'unstable');
    this.#resize(block);
  }

  /** Its outcome depends on the text alone, and not on what room is left, so that it is the same when the outcome is seen again. */
  *#closely(block: DraftBlock, text?: string): Steps<{ readonly by: string; readonly shorter: Shorter } | undefined> {
    const size = this.#size(block);
    if (size < LEAST || this.context.expired()) return undefined;
    const budget = Math.max(100, Math.floor(size / 3));
    return yield* wait(
      this.context.route(block, { mode: 'aggressive', budget, ...(text === undefined ? {} : { text }) }),
    );
  }

  /** Makes a change and takes it back where it does not make the text smaller. */
  #change(block: DraftBlock, change: () => void): boolean {
    const before = { size: this.#size(block), by: block.by, shorter: block.shorter, text: block.text };
    change();
    const isSmaller = this.context.tokens.count(block.text) < before.size;
    if (!isSmaller && block.text !== before.text) {
      if (before.shorter) block.propose(NAME, before.by ?? NAME, before.shorter);
      else block.withdraw(NAME, 'not_smaller');
    }
    this.#resize(block);
    return isSmaller;
  }

  /** A repeated text was sent as it stands with all that follows; any other is what it was when only this turn stood there. */
  #mayRewrite(block: DraftBlock, now: number): boolean {
    const { turn } = block.block;
    if (block.isRepeated) return this.context.breaks.isOpen(turn, Number.POSITIVE_INFINITY);
    return turn === now || this.context.breaks.isOpen(turn, now);
  }

  /** One large step: stubs, until the total is well below the budget. */
  *#rewriteOld(newest: DraftBlock, budget: number): Steps<readonly DraftBlock[]> {
    const { context, draft } = this;
    const target = budget * STEP;
    const now = newest.block.turn;
    const repeated = new Set(this.#open.filter(({ isRepeated }) => isRepeated));
    const isOld = (block: DraftBlock) => block.block.turn < now || repeated.has(block);
    const candidates = this.#open.filter(
      (block) =>
        this.#size(block) >= LEAST &&
        // A new result becomes a stub only where it could not even stand alone.
        (isOld(block) || this.#size(block) > target) &&
        this.#mayRewrite(block, now),
    );
    if (candidates.length === 0) return NOTHING;
    const ranked = this.#rank(candidates, newest);
    const before = this.#total;
    const done = new Set<DraftBlock>();
    const rewritten: DraftBlock[] = [];
    for (const block of [...ranked.filter(isOld), ...ranked.filter((one) => !isOld(one))]) {
      if (this.#total <= target || context.expired()) break;
      yield* wait(context.pause());
      done.add(block);
      const reason = outdatedBy(block, newest, draft);
      const isCut = [true, false].some((showsLines) =>
        this.#change(block, () => block.rewrite(NAME, NAME, stub(block, reason, showsLines))),
      );
      if (!isCut) continue;
      rewritten.push(block);
      if (isOld(block)) block.note(NAME, `rewritten at turn ${now}`);
    }
    this.#open = this.#open.filter((block) => !done.has(block));
    const old = rewritten.filter(isOld).length;
    if (old > 0 && (rewritten.some((block) => repeated.has(block)) || context.breaks.isLatest(now)))
      draft.warn(
        'prefix_rewritten',
        `${old} earlier results were rewritten in one step, from ${before} to ${this.#total} tokens, to keep a budget of ${budget}`,
      );
    return rewritten;
  }
  /** Candidates, least valuable by token first; what is out of date goes before all. Uses only what stands up to now. */
  #rank(candidates: readonly DraftBlock[], newest: DraftBlock): DraftBlock[] {
    const { turn, query } = newest.block;
    const standing = candidates.map((one) => ({ block: one.block, size: this.#size(one) }));
    const importance = importanceOf(standing, { turn, query, uses: this.#uses });
    return candidates
      .map((block, i) => ({
        block,
        value: outdatedBy(block, newest, this.draft) === undefined ? importance[i]! : -1,
      }))
      .sort((a, b) => a.value - b.value || a.block.block.turn - b.block.block.turn)
      .map(({ block }) => block);
  }
}

/** Why a result was outdated by the time of the newest one; what comes later has no say. */
function outdatedBy(block: DraftBlock, newest: DraftBlock, draft: Draft): string | undefined {
  const outdated = draft.outdated.get(block);
  return outdated && outdated.since <= newest.block.turn ? outdated.reason : undefined;
}

/** First and last line, and what the text was. */
function stub({ block }: DraftBlock, reason: string | undefined, showsLines: boolean): Shorter {
  const lines = block.text.split('\n').filter((line) => line.trim() !== '');
  const clip = (line: string) => (line.length <= 200 ? line : `${line.slice(0, 160).replace(/[\ud800-\udbff]$/, '')}…`);
  const ends = showsLines
    ? [clip(lines[0] ?? ''), ...(lines.length > 2 ? ['…'] : []), lines.length > 1 ? clip(lines.at(-1) ?? '') : '']
    : [];
  const text = reason ? `[${reason}]` : ends.filter(Boolean).join('\n') || '[…]';
  const what = block.call ? ` of ${block.call.tool.slice(0, 64).replace(/[\ud800-\udbff]$/, '')}` : '';
  return {
    kind: 'trimmed',
    licence: 'rows',
    text,
    omitted: { summary: `${lines.length} lines${what}${reason ? '' : ' to keep within the token budget'}` },
  };
}
