import Anthropic from '@anthropic-ai/sdk';
import { createHeadroom, explain } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import { listRequests } from './requests.fixture.js';

// #region why
const headroom = createHeadroom();
const client = withHeadroom(new Anthropic(), { headroom, retrieve: true });
const request: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-sonnet-4-5',
  max_tokens: 1024,
  tools: [{ name: 'list_requests', input_schema: { type: 'object' } }],
  messages: [
    { role: 'user', content: 'Which host failed?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'list_requests', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: JSON.stringify(listRequests()) }] },
  ],
};
await client.messages.create(request);

// The same request once more, by the same engine: the same cuts, told.
console.log(explain(await headroom.simulate(request)));

// As an option of `createHeadroom` or `withHeadroom` it holds for all calls.
console.log(explain(await headroom.simulate(request, { excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion why
