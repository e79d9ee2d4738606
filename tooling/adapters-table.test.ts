import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { headroomMiddleware } from '../packages/ai-sdk/src/index.js';
import { kitchenSink as promptParts } from '../packages/ai-sdk/src/kitchen-sink.fixture.js';
import { generated, SDKS } from '../packages/ai-sdk/src/sdks.fixture.js';
import { openDoor, shortenMessages } from '../packages/langchain/src/index.js';
import { kitchenSink as langchainMessages } from '../packages/langchain/src/kitchen-sink.fixture.js';
import { compressMessages } from '../packages/langgraph/src/index.js';
import { headroomInputFilter } from '../packages/openai-agents/src/index.js';
import { kitchenSink as agentItems } from '../packages/openai-agents/src/kitchen-sink.fixture.js';
import { headLines, listing } from './testing/head-lines.js';

const OPTIONS = { compressors: [headLines()], minTokens: 50 };
const long = listing('north');

interface Row {
  readonly framework: string;
  readonly same: readonly string[];
  readonly shortened: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

function isContent(output: unknown): output is { readonly value: readonly Fields[] } {
  return (output as Fields | undefined)?.type === 'content';
}

/** Goes through two lists of messages and says which parts are the same objects, and in which only a text is shorter. */
function compare(
  framework: string,
  before: readonly unknown[],
  after: readonly unknown[],
  name: (message: Fields) => string,
): Row {
  const same = new Set<string>();
  const shortened = new Set<string>();
  const look = (label: string, old: unknown, now: unknown) => (old === now ? same : shortened).add(label);
  expect(after).toHaveLength(before.length);
  for (const [index, old] of before.entries()) {
    const message = old as Fields;
    const now = after[index] as Fields;
    const key = ['content', 'output'].find((found) => Array.isArray(message[found])) ?? '';
    const parts = message[key] as readonly Fields[] | undefined;
    if (!parts) look(name(message), message, now);
    for (const [at, part] of (parts ?? []).entries()) {
      const partNow = (now[key] as readonly Fields[])[at];
      const output = part.output as Fields | undefined;
      const items = isContent(output) ? output.value : [];
      const short = part.type === 'text' && String(part.text).length < 50 ? ' (short)' : '';
      const label = `${name(message)}: ${part.type ?? 'part'}${short}${output ? ` (${output.type})` : ''}`;
      const valuesNow = isContent(partNow?.output) ? partNow.output.value : [];
      if (items.length === 0) look(label, part, partNow);
      for (const [place, item] of items.entries()) look(`${label} ${item.type}`, item, valuesNow[place]);
    }
  }
  return { framework, same: [...same].sort(), shortened: [...shortened].sort() };
}

const version = (path: string) =>
  JSON.parse(readFileSync(new URL(`../packages/${path}/package.json`, import.meta.url), 'utf8')).version;

async function aiSdk({ version: major, ai, Mock }: (typeof SDKS)[number]): Promise<Row> {
  const prompt = promptParts(long);
  const inner = new Mock({ doGenerate: async () => generated({ text: 'ok' }) });
  const model = ai.wrapLanguageModel({ model: inner, middleware: headroomMiddleware(OPTIONS) });
  await model.doGenerate({ prompt } as never);
  const got = inner.doGenerateCalls[0]?.prompt ?? [];
  const alias = major === '6' ? 'ai' : 'ai7';
  return compare(`AI SDK ${version(`ai-sdk/node_modules/${alias}`)}`, prompt, got, ({ role }) => String(role));
}

const className = (message: Fields) =>
  `${message.constructor.name}${message.status === 'error' ? ' with status error' : ''}`;

async function langchain(): Promise<Row> {
  const messages = langchainMessages(long);
  const got = await shortenMessages(openDoor(OPTIONS), messages);
  return compare(
    `LangChain.js ${version('langchain/node_modules/langchain')}`,
    messages as never,
    got as never,
    className,
  );
}

async function langgraph(): Promise<Row> {
  const messages = langchainMessages(long).map((message, index) =>
    Object.assign(message, { id: message.id ?? `m${index}` }),
  );
  const { messages: changed = [] } = await compressMessages(OPTIONS)({ messages });
  const got = messages.map((message) => changed.find(({ id }) => id === message.id) ?? message);
  return compare(
    `LangGraph.js ${version('langgraph/node_modules/@langchain/langgraph')}`,
    messages as never,
    got as never,
    className,
  );
}

async function openaiAgents(): Promise<Row> {
  const input = agentItems(long);
  const given = { modelData: { input }, agent: { model: 'gpt-4o' }, context: undefined } as never;
  const { input: got } = await headroomInputFilter(OPTIONS)(given);
  const name = ({ type, role, status, callId }: Fields) =>
    callId === 'elsewhere'
      ? `${type} held by the server`
      : `${type ?? role}${status === 'incomplete' ? ' (incomplete)' : ''}`;
  return compare(`OpenAI Agents SDK ${version('openai-agents/node_modules/@openai/agents')}`, input, got, name);
}

describe('the table of adapters', () => {
  it('is what the doors do to a conversation with every part type', async () => {
    const rows = [
      await aiSdk(SDKS[0]),
      await aiSdk(SDKS[1]),
      await langchain(),
      await langgraph(),
      await openaiAgents(),
    ];
    const list = (labels: readonly string[]) => labels.map((label) => `\`${label}\``).join(', ');
    const table = [
      '# What the adapters keep',
      '',
      'Made by `tooling/adapters-table.test.ts` from a conversation with every part type of each framework, all texts long enough to',
      'compress. *The same object*: it reached the model by reference. *Text shortened*: a copy in which only that text differs.',
      '',
      '| Framework | Text shortened | The same object |',
      '|---|---|---|',
      ...rows.map(({ framework, same, shortened }) => `| ${framework} | ${list(shortened)} | ${list(same)} |`),
      '',
    ].join('\n');
    for (const { shortened, same } of rows) {
      expect(shortened.length).toBeGreaterThan(0);
      expect(same.length).toBeGreaterThan(8);
    }
    await expect(table).toMatchFileSnapshot('../docs/adapters.md');
  });
});
