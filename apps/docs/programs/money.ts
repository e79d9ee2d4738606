import { createHeadroom } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import OpenAI from 'openai';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));

const headroom = createHeadroom({ model: 'gpt-4o' });
const client = withHeadroom(new OpenAI(), { headroom, retrieve: true });
const messages: OpenAI.ChatCompletionMessageParam[] = [
  { role: 'user', content: 'Which host failed?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(listRequests()) },
];
const tools: OpenAI.ChatCompletionTool[] = [{ type: 'function', function: { name: 'list_requests' } }];
const { choices } = await client.chat.completions.create({ model: 'gpt-4o', tools, messages });
messages.push(choices[0]?.message ?? { role: 'assistant', content: '' }, { role: 'user', content: 'And when?' });
await client.chat.completions.create({ model: 'gpt-4o', tools, messages });

const { total, models, left, pricesDate } = headroom.stats();
console.log(`${total.dollars?.toFixed(4)} dollars at the prices of ${pricesDate}`);
console.log(JSON.stringify({ total, models, left }, null, 2));
