import { createHeadroom, explain } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';
import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { listRequests } from './requests.fixture.js';

// #region why
// As an option of `createHeadroom`, `headroomFetch` or `withHeadroom` it holds for all calls.
const headroom = createHeadroom({ excludeTools: ['read_file', 'mcp__db__*'] });
const shorter = headroomFetch({ headroom, retrieve: true });

/** A `fetch` that tells what becomes of each body before it goes out. */
const fetcher: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  console.log(explain(await headroom.simulate((await request.clone().json()) as object)));
  return shorter(request);
};
const httpClient = new HTTPClient({ fetcher });
const client = new Mistral({ apiKey: process.env.MISTRAL_API_KEY ?? '', httpClient });
// #endregion why
await client.chat.complete({
  model: 'mistral-large-latest',
  tools: [{ type: 'function', function: { name: 'list_requests', parameters: { type: 'object' } } }],
  messages: [
    { role: 'user', content: 'Which host failed?' },
    {
      role: 'assistant',
      content: '',
      toolCalls: ['list_requests', 'read_file'].map((name, nth) => ({
        id: `call1234${nth}`,
        function: { name, arguments: '{}' },
      })),
    },
    { role: 'tool', toolCallId: 'call12340', content: JSON.stringify(listRequests()) },
    { role: 'tool', toolCallId: 'call12341', content: JSON.stringify(listRequests()) },
  ],
});
