import type { Shorter } from '../model/compressor.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';
import { bm25 } from '../reading/bm25.js';

const NAME = 'intelligent_context';
/** A cut goes down to this share of the budget, so that many turns pass before the next one and the prefix stays put. */
const STEP = 0.7;
const HALF_LIFE_TURNS = 12;
/** How often a result is shrunk closely before only a stub is left to try. */
const MOST_CLOSE = 3;

/** What has been tried with each result. What became a stub is done with, so that every result is looked at a few times in all. */
type Tried = Map<DraftBlock, number>;
const DONE = Number.POSITIVE_INFINITY;

/**
 * IntelligentContext: keeps a conversation under a token budget by shrinking tool results further, least valuable first:
 * outdated reads, then by relevance to the question, age and errors. No message is removed and no call loses its result.
 *
 * The conversation is replayed turn by turn, and a cut is made only where the running total first passes the budget. So the
 * same cuts come out in every process without a ledger, and between two cuts nothing that was sent changes.
 *
 * A cut looks only at results that may still shrink. They are no more than fit the budget, and cuts come a share of the budget
 * apart, so the time is linear in the conversation.
 */
export function intelligentContext(): Pass {
  return { name: NAME, run: (draft, context) => drive(fit(draft, context)) };
}

function* fit(draft: Draft, context: Context): Steps<void> {
  const budget = context.tokenBudget;
  if (budget === undefined) return;
  let total = 0;
  const tried: Tried = new Map();
  let open: DraftBlock[] = [];
  const size = (block: DraftBlock) => context.tokens.count(block.text);
  const mayTrim = context.mode !== 'lossless' && context.retrieval !== 'none';
  for (let i = 0; i < draft.blocks.length; i++) {
    const block = draft.blocks[i]!;
    yield* wait(context.counted(block.text));
    if (context.expired()) return;
    if (block.pinned === undefined && block.block.role === 'tool') open.push(block);
    total += size(block);
    const endOfTurn = draft.blocks[i + 1]?.block.turn !== block.block.turn;
    if (!endOfTurn || total <= budget || !mayTrim) continue;
    if (context.expired()) break;
    total = yield* cut(open, block, total, budget, tried, draft, context);
    open = open.filter((one) => tried.get(one) !== DONE);
  }
  total = draft.blocks.reduce((sum, block) => sum + size(block), 0);
  if (total <= budget) return;
  const fixed = draft.blocks.reduce((sum, block) => sum + (block.shorter ? 0 : size(block)), 0);
  draft.warn(
    'over_budget',
    `${total} tokens are over the budget of ${budget}; ${fixed} of them are in texts that may not change or shrink no further`,
  );
}

/** Shrinks candidates, least valuable first, in two rounds: closely, then to a stub. Returns the new total. */
function* cut(
  open: readonly DraftBlock[],
  newest: DraftBlock,
  total: number,
  budget: number,
  tried: Tried,
  draft: Draft,
  context: Context,
): Steps<number> {
  const target = budget * STEP;
  const ranked = rank(open, newest, draft);
  for (const level of ['close', 'stub'] as const) {
    for (const block of ranked) {
      if (total <= target || context.expired()) return total;
      yield* wait(context.pause());
      const times = tried.get(block) ?? 0;
      if (times === DONE || (level === 'close' && times >= MOST_CLOSE)) continue;
      // The newest result is what the model works on now: it shrinks only if nothing else is left.
      if (level === 'close' && block === newest && total > context.tokens.count(block.text) && ranked.length > 1)
        continue;
      const reason = outdatedBy(block, newest, draft);
      const isLast = level === 'stub' || reason !== undefined;
      tried.set(block, isLast ? DONE : times + 1);
      total -= yield* shrinkTo(block, isLast ? 'stub' : level, reason, context);
    }
  }
  return total;
}

/** Shrinks one result and says how many tokens that saved; what would save none is taken back. */
function* shrinkTo(
  block: DraftBlock,
  level: 'close' | 'stub',
  reason: string | undefined,
  context: Context,
): Steps<number> {
  const before = context.tokens.count(block.text);
  const shorter = level === 'stub' ? stub(block, reason) : yield* shrinkClosely(block, before, context);
  if (!shorter) return 0;
  const previous = { by: block.by, shorter: block.shorter };
  block.propose(NAME, block.by ?? NAME, shorter);
  const after = context.tokens.count(block.text);
  if (after < before) return before - after;
  if (previous.shorter) block.propose(NAME, previous.by ?? NAME, previous.shorter);
  else block.withdraw(NAME, 'not_smaller');
  return 0;
}

function* shrinkClosely(block: DraftBlock, size: number, context: Context): Steps<Shorter | undefined> {
  if (size < 200) return undefined;
  const routed = yield* wait(context.route(block, { mode: 'aggressive', budget: Math.max(100, Math.floor(size / 3)) }));
  return routed?.shorter;
}

/** Why a result was outdated by the time of the newest one; what comes later has no say. */
function outdatedBy(block: DraftBlock, newest: DraftBlock, draft: Draft): string | undefined {
  const outdated = draft.outdated.get(block);
  return outdated && outdated.since <= newest.block.turn ? outdated.reason : undefined;
}

/** First and last line, and what the text was. */
function stub({ block }: DraftBlock, reason: string | undefined): Shorter {
  const lines = block.text.split('\n').filter((line) => line.trim() !== '');
  const clip = (line: string) => (line.length <= 200 ? line : `${line.slice(0, 160).replace(/[\ud800-\udbff]$/, '')}…`);
  const first = clip(lines[0] ?? '');
  const last = lines.length > 1 ? clip(lines.at(-1) ?? '') : '';
  const text = reason ? `[${reason}]` : [first, ...(lines.length > 2 ? ['…'] : []), last].filter(Boolean).join('\n');
  const what = block.call ? ` of ${block.call.tool}` : '';
  return {
    kind: 'trimmed',
    licence: 'rows',
    text,
    omitted: { summary: `${lines.length} lines${what}${reason ? '' : ' to keep within the token budget'}` },
  };
}

/** Candidates, least valuable first. Uses only what stands up to now. */
function rank(candidates: readonly DraftBlock[], newest: DraftBlock, draft: Draft): DraftBlock[] {
  const now = newest.block;
  const relevance = bm25(
    now.query,
    candidates.map((block) => block.text.slice(0, 20_000)),
  );
  const most = relevance.reduce((a, b) => Math.max(a, b), 1e-9);
  const value = candidates.map((block, i) => {
    if (outdatedBy(block, newest, draft) !== undefined) return -1;
    const age = now.turn - block.block.turn;
    const recency = 2 ** (-age / HALF_LIFE_TURNS);
    return recency + (relevance[i] ?? 0) / most + (/\b(?:error|failed|fatal|panic)\b/i.test(block.text) ? 0.3 : 0);
  });
  return candidates
    .map((block, i) => ({ block, value: value[i]! }))
    .sort((a, b) => a.value - b.value || a.block.block.turn - b.block.block.turn)
    .map(({ block }) => block);
}
