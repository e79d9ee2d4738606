import { createHeadroom, explain } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';
import { listRequests } from './requests.fixture.js';

const body = JSON.stringify({
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
});
const answered = 'https://api.openai.com/v1/chat/completions';
// #region why
const headroom = createHeadroom();
const shorter = headroomFetch({ headroom });

/** A `fetch` that tells what becomes of each body. */
const fetch: typeof globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const asked = (await request.clone().json()) as object;
  console.log(explain(await headroom.simulate(asked)));
  return shorter(request);
};
await fetch(answered, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

// As an option of `createHeadroom` or `headroomFetch` it holds for all calls.
const excludeTools = ['list_requests', 'mcp__db__*'];
console.log(explain(await headroom.simulate(JSON.parse(body) as object, { excludeTools })));
// #endregion why
