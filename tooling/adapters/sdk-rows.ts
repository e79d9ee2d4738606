import { throughMastra, throughStrands } from '../../examples/through-doors.fixture.js';
import { headroomMiddleware } from '../../packages/ai-sdk/src/index.js';
import { kitchenSink as promptParts } from '../../packages/ai-sdk/src/kitchen-sink.fixture.js';
import { generated, SDKS } from '../../packages/ai-sdk/src/sdks.fixture.js';
import { headroomInputFilter } from '../../packages/openai-agents/src/index.js';
import { kitchenSink as agentItems } from '../../packages/openai-agents/src/kitchen-sink.fixture.js';
import { headLines, listing } from '../testing/head-lines.js';
import { byJson, byReference, compare, type Row } from './compare.js';
import { versionOf } from './version-of.js';

const OPTIONS = { compressors: [headLines()], minTokens: 50 };
const long = listing('north');

async function aiSdk({ version, ai, Mock }: (typeof SDKS)[number]): Promise<Row> {
  const prompt = promptParts(long);
  const inner = new Mock({ doGenerate: async () => generated({ text: 'ok' }) });
  const model = ai.wrapLanguageModel({ model: inner, middleware: headroomMiddleware(OPTIONS) });
  await model.doGenerate({ prompt } as never);
  const installed = versionOf(`packages/ai-sdk/node_modules/${version === '6' ? 'ai' : 'ai7'}`);
  const got = inner.doGenerateCalls[0]?.prompt ?? [];
  return { door: 'AI SDK', version: installed, ...compare(prompt, got, byReference) };
}

async function openaiAgents(): Promise<Row> {
  const input = agentItems(long);
  const given = { modelData: { input }, agent: { model: 'gpt-4o' }, context: undefined } as never;
  const { input: got } = await headroomInputFilter(OPTIONS)(given);
  const version = versionOf('packages/openai-agents/node_modules/@openai/agents');
  return { door: 'OpenAI Agents SDK', version, ...compare(input, got, byReference) };
}

async function mastra(): Promise<Row> {
  const { before, after } = await throughMastra(OPTIONS, promptParts(long));
  const version = versionOf('examples/node_modules/@mastra/core');
  return { door: 'Mastra (example)', version, ...compare(before, after, byReference) };
}

async function strands(): Promise<Row> {
  const { before, after } = await throughStrands(OPTIONS, long);
  const version = versionOf('examples/node_modules/@strands-agents/sdk');
  return { door: 'Strands Agents (example)', version, ...compare(before, after, byJson) };
}

/** The rows of the doors that other SDKs and frameworks have. */
export async function sdkRows(): Promise<Row[]> {
  return [await aiSdk(SDKS[0]), await aiSdk(SDKS[1]), await openaiAgents(), await mastra(), await strands()];
}
