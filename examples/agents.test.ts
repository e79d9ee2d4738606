import { describe, it } from 'vitest';
import { expectTold } from './printed.fixture.js';

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
  it.each(PROGRAMS)('%s asserts its result and tells what happened', async (name) => {
    await expectTold(() => import(`./${name}.ts`));
  });
});
