/**
 * Strands Agents with a plugin of forty lines: tool results enter the conversation short, and the model gets an original back.
 * Run: npx tsx examples/strands-agent.ts
 */
import assert from 'node:assert/strict';
import { Agent, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';
import { startProvider } from '../tooling/testing/fake-provider.js';
import { CULPRIT, deploys } from './deploys.js';
import { HeadroomPlugin } from './strands-plugin.js';
import { tell } from './tell.js';

const provider = await startProvider(({ text }, index) => {
  const hash = /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '';
  if (index === 0) return { calls: [{ id: 'c1', name: 'list_deploys', args: { night: 'last' } }] };
  if (index === 1 && hash) return { calls: [{ id: 'c2', name: 'headroom_retrieve', args: { hash, query: 'failed' } }] };
  return { text: text.includes(CULPRIT) ? `Roll back ${CULPRIT}.` : 'Nothing to do.' };
});

const agent = new Agent({
  model: new OpenAIModel({ api: 'chat', modelId: 'gpt-4o', apiKey: 'none', clientConfig: { baseURL: provider.url } }),
  tools: [
    tool({
      name: 'list_deploys',
      description: 'Deploys of a night.',
      inputSchema: { type: 'object' },
      callback: () => deploys(),
    }),
  ],
  plugins: [new HeadroomPlugin()],
  printer: false,
});

const question = 'Which deploy failed, and why?';
const result = await agent.invoke(question);
await provider.stop();

const [, afterTool] = provider.arrived;
assert.match(String(result), new RegExp(`Roll back ${CULPRIT}`));
assert.ok(afterTool?.text.includes('migration 0042'), 'what the question asks for is still there');
assert.ok((afterTool?.text.length ?? 0) < deploys().length * 0.5, 'less than half arrives at the model');

await tell({ question, original: deploys(), arrived: afterTool?.body, answer: String(result).trim() });
