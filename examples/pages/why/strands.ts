import { createHeadroom, explain } from '@headroom/core';
import { Agent, BeforeToolCallEvent, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';
import { HeadroomPlugin } from '../../strands-plugin.js';
import { listRequests } from './requests.fixture.js';

const lists = tool({
  name: 'list_requests',
  description: 'The requests of the last hour.',
  inputSchema: { type: 'object' },
  callback: () => JSON.stringify(listRequests()),
});
const model = new OpenAIModel({ api: 'chat', modelId: 'gpt-4o' });
const called: string[] = [];
// #region why
// As an option of `createHeadroom` it holds for all calls.
const headroom = createHeadroom({ model: 'gpt-4o', excludeTools: ['read_file', 'mcp__db__*'] });
const agent = new Agent({ model, tools: [lists], plugins: [new HeadroomPlugin(headroom)], printer: false });
agent.addHook(BeforeToolCallEvent, ({ toolUse }) => void called.push(toolUse.name));
await agent.invoke('Which host failed?');

// A result once more, by the same engine: the same cut, told.
const text = JSON.stringify(listRequests());
const { result } = await headroom.compressText(text, { tool: called[0] ?? '', input: {}, retrieval: 'tool' });
console.log(explain(result));
// #endregion why
