import type { Wire } from '../wire/chat.js';
import type { Shared } from './prompt-cache.js';
import type { Action } from './recover.js';

export interface Written {
  readonly action: Action;
  readonly shared: Shared;
  readonly output: number;
  /** Distinguishes the ids of calls. */
  readonly turn: number;
  readonly model: string;
}

const callsOf = (action: Action) => ('calls' in action ? action.calls : []);
const textOf = (action: Action) => ('say' in action ? action.say : '');

/** A response as each provider writes it. */
export const WRITERS: Readonly<Record<Wire['name'], (written: Written) => object>> = {
  openai: ({ action, shared, output, turn, model }) => ({
    id: `chatcmpl-${turn}`,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: 'calls' in action ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: textOf(action) || null,
          ...('calls' in action && {
            tool_calls: callsOf(action).map(({ name, input }, i) => ({
              id: `call_${turn}_${i}`,
              type: 'function',
              function: { name, arguments: JSON.stringify(input) },
            })),
          }),
        },
      },
    ],
    usage: {
      prompt_tokens: shared.cached + shared.rest,
      completion_tokens: output,
      total_tokens: shared.cached + shared.rest + output,
      prompt_tokens_details: { cached_tokens: shared.cached - (shared.cached % 128) },
    },
  }),
  anthropic: ({ action, shared, output, turn, model }) => ({
    id: `msg_${turn}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [
      ...(textOf(action) ? [{ type: 'text', text: textOf(action) }] : []),
      ...callsOf(action).map(({ name, input }, i) => ({ type: 'tool_use', id: `toolu_${turn}_${i}`, name, input })),
    ],
    stop_reason: 'calls' in action ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: shared.cached + shared.rest < 1024 ? shared.rest : 0,
      cache_read_input_tokens: shared.cached,
      cache_creation_input_tokens: shared.cached + shared.rest < 1024 ? 0 : shared.rest,
      output_tokens: output,
    },
  }),
  gemini: ({ action, shared, output, turn, model }) => ({
    responseId: `r${turn}`,
    modelVersion: model,
    candidates: [
      {
        index: 0,
        finishReason: 'STOP',
        content: {
          role: 'model',
          parts: [
            ...(textOf(action) ? [{ text: textOf(action) }] : []),
            ...callsOf(action).map(({ name, input }, i) => ({
              functionCall: { id: `f${turn}_${i}`, name, args: input },
              ...(i === 0 && { thoughtSignature: Buffer.from(`signature ${turn}`).toString('base64') }),
            })),
          ],
        },
      },
    ],
    usageMetadata: {
      promptTokenCount: shared.cached + shared.rest,
      cachedContentTokenCount: shared.cached,
      candidatesTokenCount: output,
      totalTokenCount: shared.cached + shared.rest + output,
    },
  }),
};
