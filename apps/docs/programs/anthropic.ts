import Anthropic from '@anthropic-ai/sdk';
import type { Saving } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const client = withHeadroom(new Anthropic(), { retrieve: true, onSaved });
const { content } = await client.messages.create({
  model: 'claude-sonnet-4-5',
  max_tokens: 1024,
  tools: [{ name: 'list_requests', input_schema: { type: 'object' } }],
  messages: [
    { role: 'user', content: 'Which host failed?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'list_requests', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: JSON.stringify(listRequests()) }] },
  ],
});
for (const part of content) if (part.type === 'text') console.log(part.text);
