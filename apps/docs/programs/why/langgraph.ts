import { createHeadroom, explain } from '@headroom/core';
import { messageFormat } from '@headroom/langchain';
import { graphStore, headroomTool, shortener } from '@headroom/langgraph';
import { tool } from '@langchain/core/tools';
import { InMemoryStore, MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { listRequests } from './requests.fixture.js';

const store = new InMemoryStore();
const lists = tool(async () => JSON.stringify(listRequests()), {
  name: 'list_requests',
  description: 'The requests of the last hour.',
  schema: z.object({}),
});
// #region why
const headroom = createHeadroom({ model: 'gpt-4o', store: graphStore(store), format: messageFormat });
// #endregion why
const tools = [lists, headroomTool(headroom)];
const model = new ChatOpenAI({ model: 'gpt-4o' }).bindTools(tools);
const shorten = shortener({ headroom, retrieval: 'tool' });
const graph = new StateGraph(MessagesAnnotation)
  .addNode('agent', async ({ messages }, config) => ({
    messages: [await model.invoke(await shorten(messages, config))],
  }))
  .addNode('tools', new ToolNode(tools))
  .addEdge('__start__', 'agent')
  .addConditionalEdges('agent', toolsCondition)
  .addEdge('tools', 'agent')
  .compile({ store });
// #region then
const { messages } = await graph.invoke({ messages: [{ role: 'user', content: 'Which host failed?' }] });

// The state keeps the messages whole. Once more by the same engine: the same cuts, told.
console.log(explain(await headroom.simulate(messages)));

// As an option of `createHeadroom` it holds for all calls.
console.log(explain(await headroom.simulate(messages, { excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion then
