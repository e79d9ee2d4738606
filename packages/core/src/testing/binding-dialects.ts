import { isRecord } from '../formats/record.js';
import type { BindingAnswer, BindingTurn } from './binding-provider.js';

/** A JSON-like object of a provider. */
export type Fields = Readonly<Record<string, unknown>>;

/** APIs that bind reasoning to what stands before it. */
export type BindingDialect = 'anthropic' | 'openai-responses' | 'gemini';

/** Where an item of reasoning stands in a history, and what it vouches with. */
export interface BoundItem {
  readonly at: readonly number[];
  readonly words: string;
  readonly signature: unknown;
}

/** An answer before it is written in a dialect. */
export interface BindingDraft {
  readonly turn: BindingTurn;
  readonly number: number;
  readonly words: string;
  readonly signature: string;
  readonly dropped: readonly (readonly number[])[];
}

/** What the provider must know about one API. */
export interface BindingRules {
  /** What stands before the history: system and tools. */
  opening(request: Fields): unknown;
  /** The history, with what the provider keeps; undefined when it does not know what to go on from. */
  historyOf(request: Fields, kept: ReadonlyMap<string, readonly unknown[]>): readonly unknown[] | undefined;
  /** A call without a result, by its id or name. */
  openCall(history: readonly unknown[]): string | undefined;
  bound(history: readonly unknown[]): readonly BoundItem[];
  /** The history up to a place, parts of the same entry included. */
  before(history: readonly unknown[], at: readonly number[]): readonly unknown[];
  /** True where reasoning that does not fit is dropped instead of refused. */
  drops(request: Fields): boolean;
  refused(message: string): BindingAnswer;
  response(draft: BindingDraft): Fields;
  /** A response as entries of the history. */
  entries(response: Fields): readonly unknown[];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const records = (value: unknown): readonly Fields[] => list(value).filter(isRecord);

/** Items of a list of messages with parts, and what stands before one of them. */
function inParts(key: string, read: (part: Fields) => Omit<BoundItem, 'at'> | undefined) {
  const bound = (history: readonly unknown[]) =>
    history.flatMap((message, at) =>
      list(isRecord(message) ? message[key] : undefined).flatMap((part, index): BoundItem[] => {
        const found = isRecord(part) ? read(part) : undefined;
        return found ? [{ at: [at, index], ...found }] : [];
      }),
    );
  const before = (history: readonly unknown[], [at = 0, index = 0]: readonly number[]) => {
    const message = history[at];
    const parts = list(isRecord(message) ? message[key] : undefined).slice(0, index);
    const isFirst = parts.every((part) => isRecord(part) && (part.type === 'thinking' || part.thought === true));
    return [...history.slice(0, at), ...(isFirst ? [] : [{ ...(message as Fields), [key]: parts }])];
  };
  return { bound, before };
}

const anthropic: BindingRules = {
  ...inParts('content', (part) =>
    part.type === 'thinking' ? { words: String(part.thinking), signature: part.signature } : undefined,
  ),
  opening: ({ system, tools }) => ({
    content: system,
    tools: records(tools).filter((tool) => tool.defer_loading !== true),
  }),
  historyOf: ({ messages }) => list(messages),
  openCall: (history) =>
    openIn(
      history,
      'content',
      (part) => (part.type === 'tool_use' ? part.id : undefined),
      ({ tool_use_id }) => tool_use_id,
    ),
  drops({ thinking }) {
    const binding = isRecord(thinking) ? thinking.block_binding : undefined;
    return isRecord(binding) && binding.prefix_mismatch_behavior === 'drop_block';
  },
  refused: (message) => ({
    status: 400,
    body: { type: 'error', error: { type: 'invalid_request_error', message } },
  }),
  response: ({ turn: { text, calls = [] }, number, words, signature, dropped }) => ({
    id: `msg_${number}`,
    type: 'message',
    role: 'assistant',
    model: 'scripted',
    content: [
      { type: 'thinking', thinking: words, signature },
      ...(text ? [{ type: 'text', text }] : []),
      ...calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input })),
    ],
    stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 100, output_tokens: 10 },
    ...(dropped.length > 0 && {
      input_transformations: dropped.map((at) => ({ type: 'thinking_dropped', reason: 'prefix_mismatch', at })),
    }),
  }),
  entries: ({ content }) => [{ role: 'assistant', content }],
};

const responses: BindingRules = {
  bound: (history) =>
    history.flatMap((item, at) =>
      isRecord(item) && item.type === 'reasoning'
        ? [{ at: [at], words: String(item.id), signature: item.encrypted_content }]
        : [],
    ),
  before: (history, [at = 0]) => history.slice(0, at),
  opening: ({ instructions, tools, text }) => ({ instructions, tools, text }),
  historyOf({ input, previous_response_id: previous }, kept) {
    const own = typeof input === 'string' ? [{ role: 'user', content: input }] : list(input);
    if (previous === undefined || previous === null) return own;
    const before = kept.get(String(previous));
    return before && [...before, ...own];
  },
  openCall(history) {
    const answered = new Set(records(history).map(({ type, call_id }) => type === 'function_call_output' && call_id));
    const open = records(history).find(
      ({ type, call_id }) => type === 'function_call' && !answered.has(call_id as string),
    );
    return open && String(open.call_id);
  },
  drops: () => true,
  refused: (message) => ({
    status: 400,
    body: { error: { message, type: 'invalid_request_error', param: 'input', code: null } },
  }),
  response: ({ turn: { text, calls = [] }, number, signature, dropped }) => ({
    id: `resp_${number}`,
    object: 'response',
    created_at: 1_700_000_000 + number,
    status: 'completed',
    model: 'scripted',
    output: [
      // The words signed are the item's id: reasoning itself is not shown.
      { type: 'reasoning', id: `thought ${number}`, summary: [], encrypted_content: signature },
      ...(text
        ? [
            {
              type: 'message',
              id: `m_${number}`,
              role: 'assistant',
              status: 'completed',
              content: [{ type: 'output_text', text, annotations: [] }],
            },
          ]
        : []),
      ...calls.map(({ id, name, input }) => ({
        type: 'function_call',
        id: `fc_${id}`,
        call_id: id,
        name,
        arguments: JSON.stringify(input),
        status: 'completed',
      })),
    ],
    usage: { input_tokens: 100, output_tokens: 10, total_tokens: 110 },
    ...(dropped.length > 0 && { prefix_mismatch: { dropped: dropped.flat() } }),
  }),
  entries: ({ output }) => list(output),
};

const gemini: BindingRules = {
  ...inParts('parts', (part) => {
    if (part.thought === true) return { words: String(part.text), signature: part.thoughtSignature };
    // A call comes back with the signature it was sent with.
    return part.functionCall !== undefined && part.thoughtSignature === undefined
      ? { words: '', signature: undefined }
      : undefined;
  }),
  opening: ({ systemInstruction, tools }) => ({ systemInstruction, tools }),
  historyOf: ({ contents }) => list(contents),
  openCall: (history) =>
    openIn(
      history,
      'parts',
      ({ functionCall }) => (isRecord(functionCall) ? (functionCall.id ?? functionCall.name) : undefined),
      ({ functionResponse }) =>
        isRecord(functionResponse) ? (functionResponse.id ?? functionResponse.name) : undefined,
    ),
  drops: () => false,
  refused: (message) => ({ status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', message } } }),
  response: ({ turn: { text, calls = [] }, words, signature }) => ({
    candidates: [
      {
        index: 0,
        content: {
          role: 'model',
          parts: [
            { text: words, thought: true, thoughtSignature: signature },
            ...(text ? [{ text }] : []),
            ...calls.map(({ name, input }) => ({ functionCall: { name, args: input }, thoughtSignature: signature })),
          ],
        },
        finishReason: 'STOP',
      },
    ],
    usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 10, totalTokenCount: 110 },
  }),
  entries: ({ candidates }) => records(candidates).map(({ content }) => content),
};

/** A call in a message whose next message does not answer it. */
function openIn(
  history: readonly unknown[],
  key: string,
  called: (part: Fields) => unknown,
  answered: (part: Fields) => unknown,
): string | undefined {
  const parts = history.map((message) => records(isRecord(message) ? message[key] : undefined));
  for (const [at, made] of parts.entries()) {
    const results = (parts[at + 1] ?? []).map(answered);
    const open = made.map(called).find((id) => id !== undefined && !results.includes(id));
    if (open !== undefined) return String(open);
  }
  return undefined;
}

export function dialectOf(name: BindingDialect): BindingRules {
  return { anthropic, 'openai-responses': responses, gemini }[name];
}
