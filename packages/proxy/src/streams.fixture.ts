import type { Dialect } from '@headroom/core';

const event = (data: object & { readonly type?: string }, named = true) =>
  `${named && data.type ? `event: ${data.type}\n` : ''}data: ${JSON.stringify(data)}\n\n`;

/** Streams as providers write them, in each wire: words, reasoning, a call, signs that take several bytes, and what ends them. */
export const STREAMS: Readonly<Record<Dialect, string>> = {
  anthropic: [
    event({
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        content: [],
        usage: { input_tokens: 9, output_tokens: 1 },
      },
    } as object),
    event({ type: 'ping' }),
    event({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    } as object),
    event({ type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'abc=' } } as object),
    event({ type: 'content_block_stop', index: 0 } as object),
    event({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } } as object),
    event({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'text_delta', text: 'Said "message_stop" \u{1f600}\u00e9 error' },
    } as object),
    event({ type: 'content_block_stop', index: 1 } as object),
    event({
      type: 'content_block_start',
      index: 2,
      content_block: { type: 'tool_use', id: 'toolu_1', name: 'list', input: {} },
    } as object),
    event({
      type: 'content_block_delta',
      index: 2,
      delta: { type: 'input_json_delta', partial_json: '{"a":1}' },
    } as object),
    event({ type: 'content_block_stop', index: 2 } as object),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: { output_tokens: 12 },
    } as object),
    event({ type: 'message_stop' }),
  ].join(''),
  'openai-chat': `: waiting\r\n\r\n${[
    { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    { choices: [{ index: 0, delta: { content: 'finish_reason \u{1f600} [DONE] ' }, finish_reason: null }] },
    {
      choices: [
        {
          index: 0,
          delta: { tool_calls: [{ index: 0, id: 'c9', type: 'function', function: { name: 'list', arguments: '' } }] },
          finish_reason: null,
        },
      ],
    },
    {
      choices: [
        { index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{}' } }] }, finish_reason: null },
      ],
    },
    { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    { choices: [], usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 } },
  ]
    .map((chunk) =>
      event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', ...chunk } as object, false),
    )
    .join('')}data: [DONE]\n\n`,
  'openai-responses': [
    { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', id: 'm1', role: 'assistant', content: [] },
    },
    { type: 'response.output_text.delta', output_index: 0, item_id: 'm1', delta: 'response.completed \u00e9\u{1f600}' },
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'message', id: 'm1', role: 'assistant', content: [{ type: 'output_text', text: 'x' }] },
    },
    {
      type: 'response.completed',
      response: {
        id: 'resp_1',
        status: 'completed',
        output: [],
        usage: { input_tokens: 9, output_tokens: 4, total_tokens: 13 },
      },
    },
  ]
    .map((data, sequence_number) => event({ ...data, sequence_number } as object))
    .join(''),
  gemini: [
    { candidates: [{ index: 0, content: { role: 'model', parts: [{ text: 'finishReason \u{1f600}' }] } }] },
    { candidates: [{ index: 0, content: { role: 'model', parts: [{ functionCall: { name: 'list', args: {} } }] } }] },
    {
      candidates: [{ index: 0, content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'STOP' }],
      usageMetadata: { totalTokenCount: 9 },
    },
  ]
    .map((data) => `data: ${JSON.stringify(data)}\r\n\r\n`)
    .join(''),
};
