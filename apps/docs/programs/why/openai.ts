import { createHeadroom, explain } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import OpenAI from 'openai';
import { listRequests } from './requests.fixture.js';

// #region why
const headroom = createHeadroom();
const client = withHeadroom(new OpenAI(), { headroom, retrieve: true });
const request: OpenAI.ChatCompletionCreateParamsNonStreaming = {
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
};
await client.chat.completions.create(request);

// The same request once more, by the same engine: the same cuts, told.
console.log(explain(await headroom.simulate(request)));

// As an option of `createHeadroom` or `withHeadroom` it holds for all calls.
console.log(explain(await headroom.simulate(request, { excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion why
