/**
 * A LangGraph graph: a researcher calls a tool, its long result is shortened in the state, the finding goes to the coder through a
 * channel of the state, and the coder asks for one original row. Run: npx tsx examples/langgraph-researcher-coder.ts
 */
import assert from 'node:assert/strict';
import { createHeadroom } from '@headroom/core';
import { compressMessages, graphStore, headroomTool, readShared, share, sharedChannel } from '@headroom/langgraph';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import {
  Annotation,
  END,
  InMemoryStore,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
} from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { CULPRIT, deploys } from './deploys.js';
import { tell } from './tell.js';

const store = new InMemoryStore();
const headroom = createHeadroom({ store: graphStore(store) });
const retrieve = headroomTool(headroom);
const listDeploys = tool(() => deploys(), {
  name: 'list_deploys',
  description: 'Deploys of last night.',
  schema: { type: 'object', properties: {} },
});

const State = Annotation.Root({ ...MessagesAnnotation.spec, shared: sharedChannel(), advice: Annotation<string> });
type Given = typeof State.State;

/** A scripted model: calls the tool first, then says what it found. */
const researcher = async ({ messages }: Given) => {
  const result = messages.findLast((message) => ToolMessage.isInstance(message));
  if (!result)
    return {
      messages: [new AIMessage({ content: '', tool_calls: [{ id: 'call-1', name: 'list_deploys', args: {} }] })],
    };
  const finding = await share('deploys', result.text, { agent: 'researcher', query: 'which deploy failed', headroom });
  return { messages: [new AIMessage('One deploy failed.')], shared: finding };
};

/** Another one: reads the finding, asks for the rows about a failure, and advises. */
const coder = async ({ shared, messages }: Given) => {
  const finding = readShared(shared, 'deploys') ?? '';
  const [hash = ''] = JSON.stringify(messages).match(/(?<=hash=)[0-9a-f]{24}/) ?? [];
  const original = hash ? String(await retrieve.invoke({ hash, query: 'failed' })) : finding;
  return {
    advice: original.includes(CULPRIT) && finding.includes(CULPRIT) ? `Roll back ${CULPRIT}.` : 'Nothing to do.',
  };
};

const graph = new StateGraph(State)
  .addNode('researcher', researcher)
  .addNode('tools', new ToolNode([listDeploys]))
  .addNode('shorten', compressMessages({ headroom, retrieval: 'tool' }))
  .addNode('coder', coder)
  .addEdge(START, 'researcher')
  .addConditionalEdges('researcher', ({ messages }) =>
    (messages.at(-1) as AIMessage).tool_calls?.length ? 'tools' : 'coder',
  )
  .addEdge('tools', 'shorten')
  .addEdge('shorten', 'researcher')
  .addEdge('coder', END)
  .compile({ checkpointer: new MemorySaver(), store });

const question = 'Which deploy failed, and why?';
const { messages, advice } = await graph.invoke(
  { messages: [new HumanMessage(question)] },
  { configurable: { thread_id: 'night' } },
);

const held = messages.filter((message) => ToolMessage.isInstance(message));
assert.equal(advice, `Roll back ${CULPRIT}.`);
assert.equal(held.length, 1, 'the shortened message took the place of the long one');
assert.ok(held[0]?.text.includes('migration 0042'), 'what the question asks for is still there');
assert.ok((held[0]?.text.length ?? 0) < deploys().length * 0.5);

await tell({ question, original: deploys(), arrived: held[0]?.text, answer: advice });
