import type { Saving } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import { Mistral } from '@mistralai/mistralai';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const client = withHeadroom(new Mistral({ apiKey: process.env.MISTRAL_API_KEY ?? '' }), { retrieve: true, onSaved });
const { choices } = await client.chat.complete({
  model: 'mistral-large-latest',
  tools: [{ type: 'function', function: { name: 'list_requests', parameters: { type: 'object' } } }],
  messages: [
    { role: 'user', content: 'Which host failed?' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'call12345', function: { name: 'list_requests', arguments: '{}' } }],
    },
    { role: 'tool', toolCallId: 'call12345', content: JSON.stringify(listRequests()) },
  ],
});
console.log(choices?.[0]?.message?.content);
