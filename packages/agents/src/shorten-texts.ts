import type { Headroom, HeadroomOptions } from '@headroom/core';
import { questionOf, type Told } from './told.js';

/** The texts of one tool's output, as its hook has them. */
export interface ToolCall {
  readonly callId: string;
  readonly tool: string;
  readonly input: unknown;
  readonly texts: readonly string[];
  /** Most characters that the agent shows of it as they are. */
  readonly most?: number;
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

/**
 * The texts as the engine leaves them at the end of the conversation; undefined where none got shorter, or where they are still
 * more than the agent shows. All that was said before is frozen: it is the question, and what was read already.
 */
export async function shortenTexts(
  headroom: Headroom,
  call: ToolCall,
  { told, retrieveTool, options = {} }: Around,
): Promise<readonly string[] | undefined> {
  const { most = Number.POSITIVE_INFINITY } = call;
  const naming = { retrieval: 'tool', retrieveTool, ...options } as const;
  const texts = await shortened(headroom, call, told, naming);
  if (!texts || lengthOf(texts) <= most) return texts;
  const limited = await shortened(headroom, call, questionOf(told), { ...naming, tokenBudget: TOKENS_OF_A_CUT });
  return limited && lengthOf(limited) <= most ? limited : undefined;
}

async function shortened(
  headroom: Headroom,
  { tool, input, callId, texts }: ToolCall,
  { messages: before, model }: Told,
  options: HeadroomOptions,
): Promise<readonly string[] | undefined> {
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: callId, name: tool, input }] };
  const parts = texts.map((text) => ({ type: 'text', text }));
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: callId, content: parts }] };
  const earlier = JSON.stringify(before).includes(JSON.stringify(callId)) ? before : [...before, call];
  const messages = [...earlier, result];
  const { messages: after } = await headroom.compress(
    { ...(model === undefined ? {} : { model }), messages },
    { ...options, frozenMessageCount: messages.length - 1 },
  );
  const changed = (after.at(-1) as typeof result).content[0]?.content ?? parts;
  return changed.some(({ text }, at) => text !== texts[at]) ? changed.map(({ text }) => text) : undefined;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
