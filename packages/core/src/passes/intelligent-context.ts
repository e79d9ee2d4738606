import type { Shorter } from '../model/compressor.js';
import type { Context, Draft, DraftBlock, Pass } from '../model/pass.js';
import { drive, type Steps, wait } from '../pipeline/drive.js';
import { bm25 } from '../reading/bm25.js';

const NAME = 'intelligent_context';
/** A cut goes down to this share of the budget, so that many turns pass before the next one and the prefix stays put. */
const STEP = 0.7;
const HALF_LIFE_TURNS = 12;

/**
 * IntelligentContext: keeps a conversation under a token budget by shrinking tool results further, least valuable first:
 * outdated reads, then by relevance to the question, age and errors. No message is removed and no call loses its result.
 *
 * The conversation is replayed turn by turn, and a cut is made only where the running total first passes the budget. So the
 * same cuts come out in every process without a ledger, and between two cuts nothing that was sent changes.
 */
export function intelligentContext(): Pass {
  return { name: NAME, run: (draft, context) => drive(fit(draft, context)) };
}

function* fit(draft: Draft, context: Context): Steps<void> {
  const budget = context.tokenBudget;
  if (budget === undefined) return;
  let total = 0;
  const seen: DraftBlock[] = [];
  const size = (block: DraftBlock) => context.tokens.count(block.text);
  const mayTrim = context.mode !== 'lossless' && context.retrieval !== 'none';
  for (let i = 0; i < draft.blocks.length; i++) {
    const block = draft.blocks[i]!;
    yield* wait(context.counted(block.text));
    if (context.expired()) return;
    seen.push(block);
    total += size(block);
    const endOfTurn = draft.blocks[i + 1]?.block.turn !== block.block.turn;
    if (!endOfTurn || total <= budget || !mayTrim) continue;
    total = yield* cut(seen, total, budget, draft, context);
  }
  if (total <= budget) return;
  const fixed = draft.blocks.reduce((sum, block) => sum + (block.shorter ? 0 : size(block)), 0);
  draft.warn(
    'over_budget',
    `${total} tokens are over the budget of ${budget}; ${fixed} of them are in texts that may not change or shrink no further`,
  );
}

/** Shrinks candidates, least valuable first, in two rounds: closely, then to a stub. Returns the new total. */
function* cut(
  seen: readonly DraftBlock[],
  total: number,
  budget: number,
  draft: Draft,
  context: Context,
): Steps<number> {
  const target = budget * STEP;
  const ranked = rank(seen, draft);
  for (const level of ['close', 'stub'] as const) {
    for (const block of ranked) {
      if (total <= target || context.expired()) return total;
      yield* wait(context.pause());
      // The newest result is what the model works on now: it shrinks only if nothing else is left.
      if (
        level === 'close' &&
        block === seen.at(-1) &&
        total - context.tokens.count(block.text) > 0 &&
        ranked.length > 1
      )
        continue;
      const before = context.tokens.count(block.text);
      const shorter = yield* shrink(block, level, before, draft, context);
      if (!shorter) continue;
      const previous = { by: block.by, shorter: block.shorter };
      block.propose(NAME, block.by ?? NAME, shorter);
      const after = context.tokens.count(block.text);
      if (after < before) total -= before - after;
      else if (previous.shorter) block.propose(NAME, previous.by ?? NAME, previous.shorter);
      else block.withdraw(NAME, 'not_smaller');
    }
  }
  return total;
}

function* shrink(
  block: DraftBlock,
  level: 'close' | 'stub',
  size: number,
  draft: Draft,
  context: Context,
): Steps<Shorter | undefined> {
  const outdated = draft.outdated.get(block);
  if (level === 'stub' || outdated) return stub(block, outdated?.reason);
  if (size < 200) return undefined;
  const routed = yield* wait(context.route(block, { mode: 'aggressive', budget: Math.max(100, Math.floor(size / 3)) }));
  return routed?.shorter;
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
    text,
    omitted: { summary: `${lines.length} lines${what}${reason ? '' : ' to keep within the token budget'}` },
  };
}

/** Candidates, least valuable first. Uses only what stands up to now. */
function rank(seen: readonly DraftBlock[], draft: Draft): DraftBlock[] {
  const now = seen.at(-1)!.block;
  const candidates = seen.filter((block) => block.pinned === undefined && block.block.role === 'tool');
  const relevance = bm25(
    now.query,
    candidates.map((block) => block.text.slice(0, 20_000)),
  );
  const most = Math.max(...relevance, 1e-9);
  const value = candidates.map((block, i) => {
    const outdated = draft.outdated.get(block);
    if (outdated && outdated.since <= now.turn) return -1;
    const age = now.turn - block.block.turn;
    const recency = 2 ** (-age / HALF_LIFE_TURNS);
    return recency + (relevance[i] ?? 0) / most + (/\b(?:error|failed|fatal|panic)\b/i.test(block.text) ? 0.3 : 0);
  });
  return candidates
    .map((block, i) => ({ block, value: value[i]! }))
    .sort((a, b) => a.value - b.value || a.block.block.turn - b.block.block.turn)
    .map(({ block }) => block);
}
