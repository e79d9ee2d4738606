import { createHeadroom, type Saving } from '@headroom/core';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { HeadroomProcessor } from '../mastra-processor.js';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const agent = new Agent({
  id: 'operator',
  name: 'operator',
  instructions: 'You watch requests.',
  model: { id: 'openai/gpt-4o', url: 'https://api.openai.com/v1', apiKey: process.env.OPENAI_API_KEY ?? '' },
  tools: {
    list_requests: createTool({
      id: 'list_requests',
      description: 'The requests of the last hour.',
      inputSchema: z.object({}),
      execute: async () => listRequests(),
    }),
  },
  inputProcessors: [new HeadroomProcessor(createHeadroom({ onSaved }))],
});
const { text } = await agent.generate('Which host failed?');
console.log(text);
