import { createHeadroom, explain } from '@headroom/core';
import { headroomInputFilter, headroomTool, itemFormat } from '@headroom/openai-agents';
import { Agent, Runner, tool } from '@openai/agents';
import { z } from 'zod';
import { listRequests } from './requests.fixture.js';

const lists = tool({
  name: 'list_requests',
  description: 'The requests of the last hour.',
  parameters: z.object({}),
  execute: async () => JSON.stringify(listRequests()),
});
// #region why
const headroom = createHeadroom({ model: 'gpt-4o', format: itemFormat });
const agent = new Agent({ name: 'operator', model: 'gpt-4o', tools: [lists, headroomTool(headroom)] });
const runner = new Runner({ callModelInputFilter: headroomInputFilter({ headroom }), tracingDisabled: true });
const { history } = await runner.run(agent, 'Which host failed?');

// The history keeps the results whole. Once more by the same engine: the same cuts, told.
console.log(explain(await headroom.simulate(history)));

// As an option of `createHeadroom` it holds for all calls.
console.log(explain(await headroom.simulate(history, { excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion why
