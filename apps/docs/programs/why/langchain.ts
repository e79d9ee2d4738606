import { createHeadroom, explain } from '@headroom/core';
import { headroomMiddleware, messageFormat } from '@headroom/langchain';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent } from 'langchain';
import { z } from 'zod';
import { listRequests } from './requests.fixture.js';

const model = new ChatOpenAI({ model: 'gpt-4o' });
const tools = [
  tool(async () => JSON.stringify(listRequests()), {
    name: 'list_requests',
    description: 'The requests of the last hour.',
    schema: z.object({}),
  }),
];
// #region why
const headroom = createHeadroom({ model: 'gpt-4o', format: messageFormat });
const agent = createAgent({ model, tools, middleware: [headroomMiddleware({ headroom })] });
const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Which host failed?' }] });

// The state keeps the messages whole. Once more by the same engine: the same cuts, told.
console.log(explain(await headroom.simulate(messages)));

// As an option of `createHeadroom` or `headroomMiddleware` it holds for all calls.
console.log(explain(await headroom.simulate(messages, { excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion why
