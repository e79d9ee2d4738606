import { counterFor, type Headroom, type HeadroomOptions, type Ledger, type Pass } from '@headroom/core';
import { questionOf, type Told } from './told.js';

/** The texts of one tool's output, as its hook has them. */
export interface ToolCall {
  readonly callId: string;
  readonly tool: string;
  readonly input: unknown;
  readonly texts: readonly string[];
  /** Most characters that the agent shows of it as they are. */
  readonly most?: number;
  /** What the agent itself would show in the place of texts that are too long for it. */
  readonly preview?: string | undefined;
}

/** What is known besides the call. */
export interface Around {
  readonly told: Told;
  /** The retrieve tool as the agent shows it to its model. */
  readonly retrieveTool: string;
  /** Options of this call: `mode`, `excludeTools` … */
  readonly options?: HeadroomOptions | undefined;
}

/** So many tokens are fewer than 30,000 characters in almost any text. */
const TOKENS_OF_A_CUT = 7000;
const NAME = 'hook';
const NOT_SHOWN = 'not_shown';

/**
 * What `write` makes of the texts as the engine leaves them at the end of the conversation; undefined where none got shorter, where
 * they are still more than the agent shows, or where `write` gives nothing. Such a text counts as left whole, in the engine's report
 * and in its books. All that was said before is frozen: it is the question, and what was read already.
 */
export async function shortenTexts<Answer>(
  headroom: Headroom,
  call: ToolCall,
  { told, retrieveTool, options = {} }: Around,
  write: (texts: readonly string[]) => Answer | undefined,
): Promise<Answer | undefined> {
  const { texts, most = Number.POSITIVE_INFINITY } = call;
  const fits = (some: readonly string[]) => some.reduce((sum, { length }) => sum + length, 0) <= most;
  const naming: HeadroomOptions = { retrieval: 'tool', retrieveTool, ...options };
  let [said, limits]: [Told, HeadroomOptions] = [told, {}];
  if (!fits(texts)) {
    const { messages, frozen } = conversation(call, told);
    const tried = lastTexts(await headroom.simulate(messages, { ...naming, ...frozen }), texts);
    if (tried && !fits(tried)) [said, limits] = [questionOf(told), { tokenBudget: TOKENS_OF_A_CUT }];
  }
  const { messages, frozen } = conversation(call, said);
  const shown = onlyIf((some) => fits(some) && write(some) !== undefined, messages.messages.length - 1, texts);
  const { ledger } = options;
  const result = await headroom.compress(messages, {
    ...naming,
    ...limits,
    ...frozen,
    passes: [...(options.passes ?? []), shown],
    ...(typeof ledger === 'object' && { ledger: ofThisCall(ledger, messages.messages.length - 1, call) }),
  });
  const changed = lastTexts(result, texts);
  return changed && write(changed);
}

interface Conversation {
  readonly model?: string;
  readonly messages: readonly object[];
}

/** The conversation up to the output; all before it stays as it is. */
function conversation({ tool, input, callId, texts }: ToolCall, { messages: before, model }: Told) {
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: callId, name: tool, input }] };
  const parts = texts.map((text) => ({ type: 'text', text }));
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: callId, content: parts }] };
  const earlier = JSON.stringify(before).includes(JSON.stringify(callId)) ? before : [...before, call];
  const messages: Conversation = { ...(model === undefined ? {} : { model }), messages: [...earlier, result] };
  return { messages, frozen: { frozenMessageCount: earlier.length } };
}

/** The texts of the output; undefined where none is another. */
function lastTexts({ messages }: { readonly messages: readonly unknown[] }, texts: readonly string[]) {
  type Result = { readonly content: readonly { readonly content: readonly { readonly text: string }[] }[] };
  const changed = (messages.at(-1) as Result).content[0]?.content.map(({ text }) => text) ?? texts;
  return changed.some((text, at) => text !== texts[at]) ? changed : undefined;
}

/** Takes back what became of an output where it would not be shown so. */
function onlyIf(isShown: (texts: readonly string[]) => boolean, turn: number, texts: readonly string[]): Pass {
  return {
    name: NAME,
    run({ blocks }) {
      const own = blocks.filter(({ block, shorter }) => block.turn === turn && shorter !== undefined);
      if (own.length === 0) return;
      const changed = [...texts];
      for (const { block, text } of own) changed[Number(block.at.at(-2))] = text;
      if (!isShown(changed)) for (const block of own) block.withdraw(NAME, NOT_SHOWN);
    },
  };
}

/**
 * Books only the output, for what stands before it was booked when it came; and one that the agent would not have shown whole with
 * what it would have shown.
 */
function ofThisCall(ledger: Ledger, turn: number, { preview }: ToolCall): Ledger {
  return {
    recordRetrieval: (tokens, context) => ledger.recordRetrieval(tokens, context),
    flush: () => ledger.flush(),
    report: (options) => ledger.report(options),
    record(result, context) {
      const most = preview === undefined ? Number.POSITIVE_INFINITY : counterFor(context?.model).count(preview);
      const blocks = result.blocks
        .filter((block) => block.turn === turn)
        .map((block) => ({ ...block, tokensBefore: Math.min(block.tokensBefore, Math.max(most, block.tokensAfter)) }));
      ledger.record({ ...result, blocks }, context);
    },
  };
}
