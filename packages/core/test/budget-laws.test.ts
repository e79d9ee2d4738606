import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../src/index.js';
import { anyRequests } from '../src/testing/requests.js';

type Fields = Readonly<Record<string, unknown>>;
const RUNS = 400;
const TIMEOUT = 240_000;
const budgets = fc.integer({ min: 50, max: 4000 });
const options = (tokenBudget: number) => ({ tokenBudget, minTokens: 20 });

const isReply = ({ role, type }: Fields) =>
  role === undefined ? type === 'function_call' || type === 'reasoning' : role === 'assistant' || role === 'model';

/** Every answer of the model with reasoning that is bound to what stands before it, as each provider has it. */
function bindReplies(list: readonly Fields[], dialect: string): readonly Fields[] {
  return list.flatMap((entry): readonly Fields[] => {
    if (!isReply(entry)) return [entry];
    if (dialect === 'openai-responses')
      return [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' }, entry];
    if (dialect === 'gemini')
      return [{ ...entry, parts: (entry.parts as Fields[]).map((part) => ({ ...part, thoughtSignature: 'x' })) }];
    if (dialect === 'openai-chat')
      return [{ ...entry, reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] }];
    const thinking = { type: 'thinking', thinking: '', signature: 'x' };
    const content = Array.isArray(entry.content) ? entry.content : [{ type: 'text', text: entry.content }];
    return [{ ...entry, content: [thinking, ...content] }];
  });
}

/** Where requests end: before each answer of the model, and at the end. */
function sendings(list: readonly Fields[]): readonly number[] {
  const ends = list.flatMap((entry, i) => (i > 0 && isReply(entry) && !isReply(list[i - 1] as Fields) ? [i] : []));
  return [...ends, list.length];
}

describe('laws under a token budget', () => {
  it(
    'L2 what was sent stays where reasoning stands behind it, whatever the budget',
    async () => {
      let tight = 0;
      await fc.assert(
        fc.asyncProperty(anyRequests, budgets, fc.nat(), async ({ body, messagesKey, dialect }, budget, seed) => {
          const list = bindReplies(body[messagesKey] as Fields[], dialect);
          const cuts = sendings(list);
          const cut = cuts[seed % cuts.length] as number;
          const headroom = createHeadroom(options(budget));
          const whole = await headroom.compress({ ...body, [messagesKey]: list });
          const part = await createHeadroom(options(budget)).compress({ ...body, [messagesKey]: list.slice(0, cut) });
          if (whole.warnings.some(({ code }) => code === 'over_budget')) tight++;
          expect(whole.messages.slice(0, cut)).toEqual(part.messages);
        }),
        { numRuns: RUNS },
      );
      expect(tight).toBeGreaterThan(20);
    },
    TIMEOUT,
  );

  it(
    'L2 without reasoning what was sent is rewritten only with a warning',
    async () => {
      let rewritten = 0;
      await fc.assert(
        fc.asyncProperty(anyRequests, budgets, fc.nat(), async ({ body, messagesKey, prefix }, budget, seed) => {
          const cuts = sendings(body[messagesKey] as Fields[]);
          const at = seed % cuts.length;
          const headroom = createHeadroom(options(budget));
          const before = await headroom.compress(prefix(at === 0 ? 0 : (cuts[at - 1] as number)));
          const after = await headroom.compress(prefix(cuts[at] as number));
          if (JSON.stringify(after.messages.slice(0, before.messages.length)) === JSON.stringify(before.messages))
            return;
          rewritten++;
          expect(after.warnings.map(({ code }) => code)).toContain('prefix_rewritten');
        }),
        { numRuns: RUNS },
      );
      expect(rewritten).toBeGreaterThan(0);
    },
    TIMEOUT,
  );

  it(
    'L9 idempotent under budgets that can and cannot be met',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyRequests,
          budgets,
          fc.boolean(),
          async ({ body, messagesKey, dialect }, budget, isBound) => {
            const list = body[messagesKey] as Fields[];
            const headroom = createHeadroom(options(budget));
            const once = await headroom.compress({
              ...body,
              [messagesKey]: isBound ? bindReplies(list, dialect) : list,
            });
            const twice = await headroom.compress(once.body);
            expect(twice.body).toEqual(once.body);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );
});
