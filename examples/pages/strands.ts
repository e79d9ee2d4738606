import { createHeadroom, type Saving } from '@headroom/core';
import { Agent, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';
import { HeadroomPlugin } from '../strands-plugin.js';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const agent = new Agent({
  model: new OpenAIModel({ api: 'chat', modelId: 'gpt-4o' }),
  tools: [
    tool({
      name: 'list_requests',
      description: 'The requests of the last hour.',
      inputSchema: { type: 'object' },
      callback: () => JSON.stringify(listRequests()),
    }),
  ],
  plugins: [new HeadroomPlugin(createHeadroom({ model: 'gpt-4o', onSaved }))],
  printer: false,
});
console.log(String(await agent.invoke('Which host failed?')).trim());
