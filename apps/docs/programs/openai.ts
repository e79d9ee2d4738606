import type { Saving } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import OpenAI from 'openai';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const client = withHeadroom(new OpenAI(), { retrieve: true, onSaved });
const { choices } = await client.chat.completions.create({
  model: 'gpt-4o',
  tools: [{ type: 'function', function: { name: 'list_requests', parameters: { type: 'object', properties: {} } } }],
  messages: [
    { role: 'user', content: 'Which host failed?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(listRequests()) },
  ],
});
console.log(choices[0]?.message.content);
