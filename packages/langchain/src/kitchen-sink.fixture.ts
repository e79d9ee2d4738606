import {
  AIMessage,
  AIMessageChunk,
  type AIMessageFields,
  type BaseMessage,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
  ToolMessageChunk,
} from '@langchain/core/messages';

/** Every kind of message, with everything on it that is not text. */
export function kitchenSink(text: string): BaseMessage[] {
  const extra = {
    additional_kwargs: { cache: true },
    response_metadata: { provider: 'acme' },
  };
  const toolMessage = new ToolMessage({
    content: text,
    tool_call_id: 'a',
    id: 'tool-1',
    name: 'search',
    status: 'success',
    artifact: { rows: [1, 2, 3] },
    metadata: { took: 3 },
    ...extra,
  });
  const expando = Object.assign(new ToolMessage({ content: text, tool_call_id: 'e', id: 'tool-5' }), { traced: true });
  return [
    new SystemMessage({ content: text, id: 'sys' }),
    new HumanMessage({
      content: [
        { type: 'text', text, cache_control: { type: 'ephemeral' } },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        { type: 'file', source_type: 'base64', data: 'AAAA', mime_type: 'application/pdf' },
      ],
      name: 'ann',
      id: 'h1',
    }),
    new AIMessage({
      content: [
        { type: 'thinking', thinking: text, signature: 'c2ln' },
        { type: 'text', text, citations: [{ url: 'x' }] },
        { type: 'hologram', depth: 3 },
      ],
      id: 'ai-1',
      tool_calls: [
        { id: 'a', name: 'search', args: { q: 'north' } },
        { id: 'b', name: 'shot', args: {} },
        { id: 'c', name: 'fails', args: {} },
      ],
      invalid_tool_calls: [{ id: 'z', name: 'bad', args: '{' }],
      usage_metadata: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
      ...extra,
    } as object as AIMessageFields),
    toolMessage,
    new ToolMessage({
      content: [
        { type: 'text', text, cache_control: { type: 'ephemeral' } },
        { type: 'image', source_type: 'base64', data: 'AAAA', mime_type: 'image/png' },
        { type: 'text', text: 'short' },
      ],
      tool_call_id: 'b',
      id: 'tool-2',
    }),
    new ToolMessage({ content: text, tool_call_id: 'c', id: 'tool-3', status: 'error' }),
    new AIMessageChunk({
      content: text,
      id: 'ai-2',
      tool_call_chunks: [{ id: 'd', name: 'search', args: '{}', index: 0 }],
    }),
    new ToolMessageChunk({ content: text, tool_call_id: 'd', id: 'tool-4', artifact: 'kept' }),
    new FunctionMessage({ content: text, name: 'legacy' }),
    expando,
    new ChatMessage({ content: text, role: 'observer' }),
    new RemoveMessage({ id: 'gone' }),
    new HumanMessage('Where is the secret?'),
  ];
}
