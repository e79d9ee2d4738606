import type { Saving } from '@headroom/core';
import { headroomMiddleware } from '@headroom/langchain';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent } from 'langchain';
import { z } from 'zod';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const agent = createAgent({
  model: new ChatOpenAI({ model: 'gpt-4o' }),
  tools: [
    tool(async () => JSON.stringify(listRequests()), {
      name: 'list_requests',
      description: 'The requests of the last hour.',
      schema: z.object({}),
    }),
  ],
  middleware: [headroomMiddleware({ onSaved })],
});
const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Which host failed?' }] });
console.log(messages.at(-1)?.content);
