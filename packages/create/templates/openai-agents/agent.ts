import { createHeadroom } from '@headroom/core';
import { headroomInputFilter, headroomTool } from '@headroom/openai-agents';
import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import { z } from 'zod';
import { listRequests } from './list-requests.js';

const headroom = createHeadroom({
  model: 'gpt-4o',
  onSaved: ({ tokensBefore, tokensAfter }) => console.log(`${tokensBefore} tokens became ${tokensAfter}`),
});
const agent = new Agent({
  name: 'operator',
  model: 'gpt-4o',
  tools: [
    tool({
      name: 'list_requests',
      description: 'The requests of the last hour.',
      parameters: z.object({}),
      execute: async () => JSON.stringify(listRequests()),
    }),
    // The model asks for an original with it, where it needs more than it sees.
    headroomTool(headroom),
  ],
});
const { OPENAI_API_KEY = '', OPENAI_BASE_URL } = process.env;
const runner = new Runner({
  modelProvider: new OpenAIProvider({ apiKey: OPENAI_API_KEY, ...(OPENAI_BASE_URL && { baseURL: OPENAI_BASE_URL }) }),
  callModelInputFilter: headroomInputFilter({ headroom }),
  tracingDisabled: true,
});
const { finalOutput } = await runner.run(agent, process.argv[2] ?? 'Which host failed?');
console.log(finalOutput);
