import { createHeadroom } from '@headroom/core';
import { compressHandoff, headroomInputFilter, headroomTool } from '@headroom/openai-agents';
import { Agent, handoff, OpenAIProvider, Runner, setTracingDisabled, tool } from '@openai/agents';
import { z } from 'zod';
import { judge, log, startModel } from './model.js';

async function main(): Promise<void> {
  setTracingDisabled(true);
  const provider = await startModel();
  const search = tool({
    name: 'read_log',
    description: 'Reads the log.',
    parameters: z.object({}),
    execute: async () => log,
  });
  const headroom = createHeadroom();
  const coder = new Agent({ name: 'coder', tools: [headroomTool(headroom)] });
  const toCoder = handoff(coder, { inputFilter: compressHandoff({ headroom, retrieval: 'tool' }) });
  const researcher = new Agent({ name: 'researcher', model: 'gpt-4o', tools: [search], handoffs: [toCoder] });
  const modelProvider = new OpenAIProvider({ apiKey: 'none', baseURL: provider.url, useResponses: false });
  const runner = new Runner({ modelProvider, callModelInputFilter: headroomInputFilter({ headroom }) });
  const { finalOutput } = await runner.run(researcher, 'Which request failed?');
  console.log(finalOutput);
  judge(provider.seen, headroom);
  provider.close();
}
void main();
