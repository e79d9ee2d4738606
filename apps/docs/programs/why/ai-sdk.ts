import { openai } from '@ai-sdk/openai';
import { promptFormat, withHeadroom } from '@headroom/ai-sdk';
import { createHeadroom, explain } from '@headroom/core';
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';
import { listRequests } from './requests.fixture.js';

const tools = {
  list_requests: tool({
    description: 'The requests of the last hour.',
    inputSchema: z.object({}),
    execute: async () => listRequests(),
  }),
};
// #region why
const headroom = createHeadroom({ model: 'gpt-4o' });
const model = withHeadroom(openai('gpt-4o'), { headroom });
const question = { role: 'user', content: 'Which host failed?' } as const;
const { response } = await generateText({ model, tools, stopWhen: stepCountIs(5), messages: [question] });

// The same messages once more, by the same engine: the same cuts, told.
const messages = [question, ...response.messages];
const format = promptFormat();
console.log(explain(await headroom.simulate(messages, { format })));

// As an option of `createHeadroom` or `withHeadroom` it holds for all calls.
console.log(explain(await headroom.simulate(messages, { format, excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion why
