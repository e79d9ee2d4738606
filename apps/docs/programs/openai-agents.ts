import { createHeadroom, type Saving } from '@headroom/core';
import { headroomInputFilter, headroomTool } from '@headroom/openai-agents';
import { Agent, Runner, tool } from '@openai/agents';
import { z } from 'zod';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const headroom = createHeadroom({ model: 'gpt-4o', onSaved });
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
    headroomTool(headroom),
  ],
});
const runner = new Runner({ callModelInputFilter: headroomInputFilter({ headroom }), tracingDisabled: true });
const { finalOutput } = await runner.run(agent, 'Which host failed?');
console.log(finalOutput);
