/**
 * The OpenAI Agents SDK: a researcher on one model hands off to a coder on another. The handoff carries short tool results, the
 * originals stay in a SharedContext, and the coder asks for one with a tool. Run: npx tsx examples/openai-agents-handoff.ts
 */
import assert from 'node:assert/strict';
import { createHeadroom, SharedContext } from '@headroom/core';
import { compressHandoff, headroomInputFilter, headroomTool } from '@headroom/openai-agents';
import { Agent, handoff, OpenAIProvider, Runner, tool } from '@openai/agents';
import { z } from 'zod';
import { startProvider } from '../tooling/testing/fake-provider.js';
import { CULPRIT, deploys } from './deploys.js';
import { tell } from './tell.js';

// A provider on this machine, which answers from a script and keeps what arrived.
const provider = await startProvider(({ text }, index) => {
  const hash = /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '';
  if (index === 0) return { calls: [{ id: 'c1', name: 'list_deploys', args: {} }] };
  if (index === 1) return { calls: [{ id: 'c2', name: 'transfer_to_coder', args: {} }] };
  if (index === 2 && hash) return { calls: [{ id: 'c3', name: 'headroom_retrieve', args: { hash, query: 'failed' } }] };
  return { text: text.includes(CULPRIT) ? `Roll back ${CULPRIT}.` : 'Nothing to do.' };
});

const headroom = createHeadroom();
const context = new SharedContext({ headroom });
const listDeploys = tool({
  name: 'list_deploys',
  description: 'Deploys of last night.',
  parameters: z.object({}),
  execute: async () => deploys(),
});
const coder = new Agent({ name: 'coder', model: 'gpt-4o-mini', tools: [headroomTool(headroom)] });
const researcher = new Agent({
  name: 'researcher',
  model: 'gpt-4o',
  tools: [listDeploys, headroomTool(headroom)],
  handoffs: [handoff(coder, { inputFilter: compressHandoff({ context, headroom, retrieval: 'tool' }) })],
});
const runner = new Runner({
  modelProvider: new OpenAIProvider({ apiKey: 'none', baseURL: provider.url, useResponses: true }),
  callModelInputFilter: headroomInputFilter({ headroom }),
  tracingDisabled: true,
});

const question = 'Which deploy failed, and why?';
const { finalOutput, lastAgent } = await runner.run(researcher, question);
await provider.stop();

const [, , toCoder] = provider.arrived;
assert.equal(lastAgent?.name, 'coder');
assert.equal(finalOutput, `Roll back ${CULPRIT}.`);
assert.ok(toCoder?.text.includes('migration 0042'), 'what the question asks for is still there');
assert.ok((toCoder?.text.length ?? 0) < deploys().length * 0.5, 'less than half arrives at the coder');
assert.equal(context.get('c1', { full: true }), deploys(), 'the original is exact');

await tell({ question, original: deploys(), arrived: toCoder?.body, answer: `${finalOutput}` });
