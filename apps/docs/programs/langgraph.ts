import { createHeadroom, type Saving } from '@headroom/core';
import { graphStore, headroomTool, shortener } from '@headroom/langgraph';
import { tool } from '@langchain/core/tools';
import { InMemoryStore, MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const store = new InMemoryStore();
const headroom = createHeadroom({ model: 'gpt-4o', store: graphStore(store), onSaved });
const tools = [
  tool(async () => JSON.stringify(listRequests()), {
    name: 'list_requests',
    description: 'The requests of the last hour.',
    schema: z.object({}),
  }),
  headroomTool(headroom),
];
const model = new ChatOpenAI({ model: 'gpt-4o' }).bindTools(tools);
// The model reads short messages; the state keeps the full ones.
const shorten = shortener({ headroom, retrieval: 'tool' });

const graph = new StateGraph(MessagesAnnotation)
  .addNode('agent', async ({ messages }, config) => ({
    messages: [await model.invoke(await shorten(messages, config))],
  }))
  .addNode('tools', new ToolNode(tools))
  .addEdge('__start__', 'agent')
  .addConditionalEdges('agent', toolsCondition)
  .addEdge('tools', 'agent')
  .compile({ checkpointer: new MemorySaver(), store });

const { messages } = await graph.invoke(
  { messages: [{ role: 'user', content: 'Which host failed?' }] },
  { configurable: { thread_id: 'one' } },
);
console.log(messages.at(-1)?.content);
