import type { Dialect } from '../model/format.js';

/** One turn of a scripted model. */
export interface ScriptedTurn {
  readonly text?: string | undefined;
  readonly calls?: readonly { readonly id: string; readonly name: string; readonly input: object }[];
  readonly cut?: boolean;
}

type Json = Record<string, unknown>;

/** A response body of a dialect; every turn costs 100 tokens in and 10 out. */
export function scriptedResponse(dialect: Dialect, turn: ScriptedTurn, number: number): Json {
  const { text, calls = [], cut } = turn;
  const stop = cut ? 'cut' : calls.length > 0 ? 'call' : 'end';
  switch (dialect) {
    case 'anthropic':
      return {
        id: `msg_${number}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-5',
        content: [
          { type: 'thinking', thinking: `thought ${number}`, signature: `sig${number}` },
          ...(text ? [{ type: 'text', text }] : []),
          ...calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input })),
        ],
        stop_reason: { cut: 'max_tokens', call: 'tool_use', end: 'end_turn' }[stop],
        stop_sequence: null,
        usage: { input_tokens: 100, output_tokens: 10, cache_read_input_tokens: 7 },
      };
    case 'openai-chat':
      return {
        id: `chatcmpl-${number}`,
        object: 'chat.completion',
        created: 1700000000 + number,
        model: 'gpt-4o',
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: text ?? null,
              ...(calls.length > 0 && {
                tool_calls: calls.map(({ id, name, input }) => ({
                  id,
                  type: 'function',
                  function: { name, arguments: JSON.stringify(input) },
                })),
              }),
            },
            finish_reason: { cut: 'length', call: 'tool_calls', end: 'stop' }[stop],
          },
        ],
        usage: {
          prompt_tokens: 100,
          completion_tokens: 10,
          total_tokens: 110,
          prompt_tokens_details: { cached_tokens: 7 },
        },
      };
    case 'openai-responses':
      return {
        id: `resp_${number}`,
        object: 'response',
        created_at: 1700000000 + number,
        status: cut ? 'incomplete' : 'completed',
        model: 'gpt-4o',
        output: [
          { type: 'reasoning', id: `rs_${number}`, summary: [] },
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
        usage: { input_tokens: 100, output_tokens: 10, total_tokens: 110, input_tokens_details: { cached_tokens: 7 } },
      };
    case 'gemini':
      return {
        candidates: [
          {
            index: 0,
            content: {
              role: 'model',
              parts: [
                ...(text ? [{ text }] : []),
                ...calls.map(({ name, input }) => ({ functionCall: { name, args: input }, thoughtSignature: 'c2ln' })),
              ],
            },
            finishReason: cut ? 'MAX_TOKENS' : 'STOP',
          },
        ],
        usageMetadata: {
          promptTokenCount: 100,
          candidatesTokenCount: 10,
          totalTokenCount: 110,
          cachedContentTokenCount: 7,
        },
        modelVersion: 'gemini-2.5-pro',
      };
  }
}

/** The same turn as server-sent events, cut into chunks of bytes at awkward places. */
export function scriptedStream(dialect: Dialect, turn: ScriptedTurn, number: number): ReadableStream<Uint8Array> {
  const text = scriptedEvents(dialect, scriptedResponse(dialect, turn, number)).join('');
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + 61));
      at += 61;
    },
  });
}

const event = (data: Json, name?: string) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
const halves = (text: string) => [text.slice(0, text.length / 2), text.slice(text.length / 2)];

/** The events of a response, in the provider's own order. */
export function scriptedEvents(dialect: Dialect, response: Json): string[] {
  switch (dialect) {
    case 'anthropic':
      return anthropicEvents(response);
    case 'openai-chat':
      return chatEvents(response);
    case 'openai-responses':
      return responsesEvents(response);
    case 'gemini':
      return geminiEvents(response);
  }
}

function anthropicEvents(message: Json): string[] {
  const { content, stop_reason, usage } = message as { content: Json[]; stop_reason: string; usage: Json };
  const start = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const blocks = content.flatMap((block, index) => {
    const { type, text, thinking, signature, input } = block;
    const opened = {
      tool_use: { ...block, input: {} },
      text: { type, text: '' },
      thinking: { type, thinking: '', signature: '' },
    };
    const deltas =
      type === 'text'
        ? halves(String(text)).map((half) => ({ type: 'text_delta', text: half }))
        : type === 'thinking'
          ? [
              { type: 'thinking_delta', thinking },
              { type: 'signature_delta', signature },
            ]
          : halves(JSON.stringify(input)).map((half) => ({ type: 'input_json_delta', partial_json: half }));
    return [
      event({ type: 'content_block_start', index, content_block: opened[type as 'text'] }, 'content_block_start'),
      ...deltas.map((delta) => event({ type: 'content_block_delta', index, delta }, 'content_block_delta')),
      event({ type: 'content_block_stop', index }, 'content_block_stop'),
    ];
  });
  return [
    event({ type: 'message_start', message: start }, 'message_start'),
    event({ type: 'ping' }, 'ping'),
    ...blocks,
    event(
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 10 } },
      'message_delta',
    ),
    event({ type: 'message_stop' }, 'message_stop'),
  ];
}

function chatEvents(response: Json): string[] {
  const { choices, usage, ...rest } = response as { choices: { message: Json; finish_reason: string }[]; usage: Json };
  const { message, finish_reason } = choices[0]!;
  const base = { ...rest, object: 'chat.completion.chunk' };
  const chunk = (delta: Json, finish: string | null = null) =>
    event({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
  const calls =
    (message.tool_calls as { id: string; function: { name: string; arguments: string } }[] | undefined) ?? [];
  return [
    chunk({ role: 'assistant', content: message.content === null ? null : '' }),
    ...(typeof message.content === 'string' ? halves(message.content).map((content) => chunk({ content })) : []),
    ...calls.flatMap(({ id, function: { name, arguments: args } }, index) => [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...halves(args).map((half) => chunk({ tool_calls: [{ index, function: { arguments: half } }] })),
    ]),
    chunk({}, finish_reason),
    event({ ...base, choices: [], usage }),
    'data: [DONE]\n\n',
  ];
}

function responsesEvents(response: Json): string[] {
  let sequence_number = 0;
  const send = (type: string, data: Json) => event({ type, sequence_number: sequence_number++, ...data }, type);
  const output = response.output as Json[];
  const open = { ...response, status: 'in_progress', output: [], usage: null };
  return [
    send('response.created', { response: open }),
    send('response.in_progress', { response: open }),
    ...output.flatMap((item, output_index) => {
      const empty =
        item.type === 'function_call'
          ? { ...item, arguments: '', status: 'in_progress' }
          : item.type === 'message'
            ? { ...item, content: [] }
            : item;
      const inner: string[] = [];
      const at = { output_index, item_id: item.id };
      const added = send('response.output_item.added', { output_index, item: empty });
      if (item.type === 'function_call') {
        for (const delta of halves(String(item.arguments)))
          inner.push(send('response.function_call_arguments.delta', { ...at, delta }));
        inner.push(send('response.function_call_arguments.done', { ...at, arguments: item.arguments }));
      } else if (item.type === 'message') {
        const part = (item.content as Json[])[0]!;
        inner.push(send('response.content_part.added', { ...at, content_index: 0, part: { ...part, text: '' } }));
        for (const delta of halves(String(part.text)))
          inner.push(send('response.output_text.delta', { ...at, content_index: 0, delta, logprobs: [] }));
        inner.push(send('response.output_text.done', { ...at, content_index: 0, text: part.text, logprobs: [] }));
        inner.push(send('response.content_part.done', { ...at, content_index: 0, part }));
      }
      return [added, ...inner, send('response.output_item.done', { output_index, item })];
    }),
    send(response.status === 'incomplete' ? 'response.incomplete' : 'response.completed', { response }),
  ];
}

function geminiEvents(response: Json): string[] {
  const { candidates, usageMetadata, ...rest } = response as {
    candidates: { content: { parts: Json[] }; finishReason: string }[];
    usageMetadata: Json;
  };
  const { content, finishReason } = candidates[0]!;
  const chunk = (parts: Json[], more: Json, usage: Json) =>
    event({ ...rest, candidates: [{ index: 0, content: { role: 'model', parts }, ...more }], usageMetadata: usage });
  const pieces = content.parts.flatMap((part) =>
    typeof part.text === 'string' && part.thought === undefined
      ? halves(part.text).map((text): Json => ({ text }))
      : [part],
  );
  return [
    ...pieces.slice(0, -1).map((part) => chunk([part], {}, { promptTokenCount: 100 })),
    chunk(pieces.slice(-1), { finishReason }, usageMetadata),
  ];
}
