import { describe, it } from 'vitest';

/** Every program asserts its own result; importing it runs it. */
const PROGRAMS = [
  'ai-sdk-stream',
  'crew',
  'langgraph-researcher-coder',
  'mastra-agent',
  'openai-agents-handoff',
  'shared-context-models',
  'strands-agent',
];

describe('examples of agents', () => {
  it.each(PROGRAMS)('%s', async (name) => {
    await import(`./${name}.ts`);
  });
});
