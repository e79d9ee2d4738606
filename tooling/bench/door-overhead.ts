/**
 * What a door costs beyond the engine, for a conversation of about 100 KB: p50 over many calls, door and engine in turns, every
 * text already known to the engine. Run: npx tsx tooling/bench/door-overhead.ts
 */

import { headroomMiddleware, promptFormat } from '../../packages/ai-sdk/dist/index.js';
import { headroomMiddleware as agentMiddleware, messageFormat } from '../../packages/langchain/dist/index.js';
import { createHeadroom, type Headroom } from '../../packages/langchain/node_modules/@headroom/core/dist/index.js';
import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  ToolMessage,
} from '../../packages/langchain/node_modules/@langchain/core/dist/messages/index.js';
import { compressMessages, headroomPreModelHook } from '../../packages/langgraph/dist/index.js';
import { compressHandoff, headroomInputFilter, itemFormat } from '../../packages/openai-agents/dist/index.js';
import { listing } from '../testing/head-lines.js';

const RESULTS = 25;
const results = Array.from({ length: RESULTS }, (_, index) => listing(`room${index}`, 110));
const question = 'Where is the secret?';

const prompt = [
  { role: 'user', content: [{ type: 'text', text: question }] },
  ...results.flatMap((value, index) => {
    const call = { toolCallId: `c${index}`, toolName: 'search' };
    return [
      { role: 'assistant', content: [{ type: 'tool-call', ...call, input: { index } }] },
      { role: 'tool', content: [{ type: 'tool-result', ...call, output: { type: 'text', value } }] },
    ];
  }),
];
const messages: BaseMessage[] = [
  new HumanMessage({ content: question, id: 'h' }),
  ...results.flatMap((content, index) => [
    new AIMessage({ content: '', id: `a${index}`, tool_calls: [{ id: `c${index}`, name: 'search', args: { index } }] }),
    new ToolMessage({ content, id: `t${index}`, tool_call_id: `c${index}` }),
  ]),
];
const items = [
  { role: 'user', content: question },
  ...results.flatMap((output, index) => [
    {
      type: 'function_call',
      callId: `c${index}`,
      name: 'search',
      arguments: `{"index":${index}}`,
      status: 'completed',
    },
    { type: 'function_call_result', callId: `c${index}`, name: 'search', status: 'completed', output },
  ]),
];

type Work = () => unknown;

/** Each door with the engine's own work inside it. */
const doors: Record<string, (headroom: Headroom) => { door: Work; core: Work }> = {
  'ai-sdk middleware': (headroom) => {
    const { transformParams } = headroomMiddleware({ headroom });
    const params = { prompt, tools: [{ type: 'function', name: 'search' }] };
    return {
      door: () => transformParams({ params, model: { modelId: 'gpt-4o' } }),
      core: () => headroom.compress(prompt, { model: 'gpt-4o', retrieval: 'tool', format: promptFormat() }),
    };
  },
  'langchain agent middleware': (headroom) => {
    const { wrapModelCall, tools } = agentMiddleware({ headroom });
    const call = { model: { model: 'gpt-4o' }, messages, tools };
    return {
      door: () => wrapModelCall(call, (ready) => ready),
      core: () => headroom.compress(messages, { model: 'gpt-4o', retrieval: 'tool', format: messageFormat }),
    };
  },
  'langgraph node': (headroom) => {
    const node = compressMessages({ headroom });
    return { door: () => node({ messages }), core: () => headroom.compress(messages, { format: messageFormat }) };
  },
  'langgraph preModelHook': (headroom) => {
    const hook = headroomPreModelHook({ headroom });
    return { door: () => hook({ messages }), core: () => headroom.compress(messages, { format: messageFormat }) };
  },
  'openai-agents input filter': (headroom) => {
    const filter = headroomInputFilter({ headroom });
    const given = { modelData: { input: items }, agent: { model: 'gpt-4o' }, context: undefined } as never;
    return {
      door: () => filter(given),
      core: () => headroom.compress(items, { model: 'gpt-4o', retrieval: 'summary', format: itemFormat as never }),
    };
  },
  'openai-agents handoff': (headroom) => {
    const filter = compressHandoff({ headroom });
    const data = { inputHistory: items, preHandoffItems: [], newItems: [] } as never;
    return { door: () => filter(data), core: () => headroom.compressSync(items, { format: itemFormat as never }) };
  },
};

const timed = async (work: Work): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

console.log(`${JSON.stringify(prompt).length} bytes, ${RESULTS} tool results; milliseconds, p50 of 201`);
console.log('door | core | door | beyond core');
for (const [name, make] of Object.entries(doors)) {
  const { door, core } = make(createHeadroom());
  const times = { door: [] as number[], core: [] as number[] };
  for (let round = 0; round < 231; round++) {
    const first = await timed(round % 2 ? door : core);
    const second = await timed(round % 2 ? core : door);
    if (round < 30) continue;
    times.door.push(round % 2 ? first : second);
    times.core.push(round % 2 ? second : first);
  }
  const [c, d] = [median(times.core), median(times.door)];
  console.log(`${name} | ${c.toFixed(2)} | ${d.toFixed(2)} | ${(d - c).toFixed(2)}`);
}
