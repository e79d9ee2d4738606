import { promptFormat } from '@headroom/ai-sdk';
import { createHeadroom, explain } from '@headroom/core';
import { Agent } from '@mastra/core/agent';
import type { ProcessLLMRequestArgs } from '@mastra/core/processors';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { HeadroomProcessor } from '../../mastra-processor.js';
import { listRequests } from './requests.fixture.js';

const tools = {
  list_requests: createTool({
    id: 'list_requests',
    description: 'The requests of the last hour.',
    inputSchema: z.object({}),
    execute: async () => listRequests(),
  }),
};
const instructions = 'You watch requests.';
const model = {
  id: 'openai/gpt-4o' as const,
  url: 'https://api.openai.com/v1',
  apiKey: process.env.OPENAI_API_KEY ?? '',
};
// #region why
// As an option of `createHeadroom` it holds for all calls.
const headroom = createHeadroom({ model: 'gpt-4o', excludeTools: ['read_file', 'mcp__db__*'] });

/** Tells before each call of the model what becomes of its prompt. */
class Told extends HeadroomProcessor {
  override async processLLMRequest(args: ProcessLLMRequestArgs) {
    console.log(explain(await headroom.simulate(args.prompt, { format: promptFormat() })));
    return super.processLLMRequest(args);
  }
}
const inputProcessors = [new Told(headroom)];
const agent = new Agent({ id: 'operator', name: 'operator', instructions, model, tools, inputProcessors });
await agent.generate('Which host failed?');
// #endregion why
