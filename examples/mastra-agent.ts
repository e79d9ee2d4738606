/**
 * Mastra with a processor of forty lines: the model reads tool results short and gets an original back; the agent keeps all of it.
 * Run: npx tsx examples/mastra-agent.ts
 */
import assert from 'node:assert/strict';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { startProvider } from '../tooling/testing/fake-provider.js';
import { CULPRIT, deploys } from './deploys.js';
import { HeadroomProcessor } from './mastra-processor.js';
import { tell } from './tell.js';

const provider = await startProvider(({ text }, index) => {
  const hash = /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '';
  if (index === 0) return { calls: [{ id: 'c1', name: 'listDeploys', args: { night: 'last' } }] };
  if (index === 1 && hash) return { calls: [{ id: 'c2', name: 'headroom_retrieve', args: { hash, query: 'failed' } }] };
  return { text: text.includes(CULPRIT) ? `Roll back ${CULPRIT}.` : 'Nothing to do.' };
});

const agent = new Agent({
  id: 'operator',
  name: 'operator',
  instructions: 'You watch deploys.',
  model: { id: 'local/gpt-4o', url: provider.url, apiKey: 'none' },
  tools: {
    listDeploys: createTool({
      id: 'listDeploys',
      description: 'Deploys of a night.',
      inputSchema: z.object({ night: z.string() }),
      execute: async () => JSON.parse(deploys()),
    }),
  },
  inputProcessors: [new HeadroomProcessor()],
});

const question = 'Which deploy failed, and why?';
const { text, steps } = await agent.generate(question);
await provider.stop();

const [, afterTool] = provider.arrived;
assert.equal(text, `Roll back ${CULPRIT}.`);
assert.ok(afterTool?.text.includes('migration 0042'), 'what the question asks for is still there');
assert.ok((afterTool?.text.length ?? 0) < deploys().length * 0.5, 'less than half arrives at the model');
assert.deepEqual(steps[0]?.toolResults[0]?.payload.result, JSON.parse(deploys()), 'the program has the whole result');

await tell({ question, original: deploys(), arrived: afterTool?.body, answer: text });
