import type { Saving } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

// A function like `fetch`, for whatever takes one.
const fetch = headroomFetch({ onSaved });
const answer = await fetch('https://api.openai.com/v1/chat/completions', {
  method: 'POST',
  headers: { authorization: `Bearer ${process.env.OPENAI_API_KEY}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    model: 'gpt-4o',
    messages: [
      { role: 'user', content: 'Which host failed?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(listRequests()) },
    ],
  }),
});
const { choices } = (await answer.json()) as { choices: { message: { content: string } }[] };
console.log(choices[0]?.message.content);
