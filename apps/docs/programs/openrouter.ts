import type { Saving } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import { OpenRouter } from '@openrouter/sdk';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const client = withHeadroom(new OpenRouter({ apiKey: process.env.OPENROUTER_API_KEY ?? '' }), {
  retrieve: true,
  onSaved,
});
const answer = await client.chat.send({
  chatRequest: {
    model: 'openai/gpt-4o',
    tools: [{ type: 'function', function: { name: 'list_requests', parameters: { type: 'object' } } }],
    messages: [
      { role: 'user', content: 'Which host failed?' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
      },
      { role: 'tool', toolCallId: 'c1', content: JSON.stringify(listRequests()) },
    ],
  },
});
if ('choices' in answer) console.log(answer.choices[0]?.message.content);
