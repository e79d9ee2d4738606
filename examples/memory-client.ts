/**
 * Memory around an SDK client: the model saves what it is told with a tool, another conversation is answered from it, and so is one
 * after the fact has changed. Compression goes around the same client. Run: npx tsx examples/memory-client.ts
 */
import assert from 'node:assert/strict';
import { withHeadroom } from '@headroom/core/fetch';
import { createMemory, memoryTools, Scope, sqliteMemory, withMemory } from '@headroom/memory';
import OpenAI from 'openai';
import { startProvider } from '../tooling/testing/fake-provider.js';

type Messages = OpenAI.Chat.ChatCompletionMessageParam[];

// A provider on this machine: it saves where somebody says that they deploy to, and knows nothing but what it reads.
const provider = await startProvider(({ body }, index) => {
  const last = String(body.messages.at(-1).content);
  const told = /^I deploy to (\w+)/.exec(last)?.[1];
  const save = { text: `The user deploys to ${told}.`, key: 'deploy.place' };
  if (told) return { calls: [{ id: `c${index}`, name: 'memory_save', args: save }] };
  if (last.startsWith('Saved')) return { text: 'Noted.' };
  const places = [...JSON.stringify(body.messages).matchAll(/deploys to (\w+)/g)].map(([, place]) => place);
  return { text: places.at(-1) ?? 'I do not know.' };
});

const memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
const scope = Scope.user('ann');
const client = withMemory(withHeadroom(new OpenAI({ apiKey: 'none', baseURL: provider.url })), {
  memory,
  scope,
  budget: 300,
});
const { definitions, run } = memoryTools({ memory, scope });
const tools = definitions.map((tool) => ({
  type: 'function' as const,
  function: { ...tool, parameters: { ...tool.parameters } },
}));

/** One turn of a conversation, with the calls that the model makes in it. */
async function say(messages: Messages, content: string): Promise<string> {
  messages.push({ role: 'user', content });
  for (;;) {
    const { choices } = await client.chat.completions.create({ model: 'gpt-4o', messages, tools });
    const message = choices[0]?.message;
    assert.ok(message);
    messages.push(message);
    if (!message.tool_calls?.length) return message.content ?? '';
    for (const call of message.tool_calls) {
      if (call.type !== 'function') continue;
      const result = await run(call.function.name, call.function.arguments, undefined);
      messages.push({ role: 'tool', tool_call_id: call.id, content: result });
    }
  }
}

const question = 'Where do I deploy to?';
const before = await say([], question);
assert.equal(before, 'I do not know.');

const first: Messages = [];
assert.equal(await say(first, 'I deploy to Frankfurt.'), 'Noted.');

// Another conversation, which holds nothing of the first.
const second: Messages = [];
const after = await say(second, question);
assert.equal(after, 'Frankfurt');
assert.ok(
  !JSON.stringify(second).includes('<memory'),
  'what is recalled stands in requests, not in the history of the program',
);

// The fact changes in the first one. The second goes on with the prefix it had; a third hears of the change only.
await say(first, 'I deploy to Oslo.');
await say(second, 'Thanks.');
const later = provider.arrived.at(-1)?.body.messages;
assert.ok(later[0].content.includes('Frankfurt'), 'an earlier turn stands as it stood');
const changed = await say([], question);
assert.equal(changed, 'Oslo');
const third = provider.arrived.at(-1)?.body.messages;
assert.ok(!JSON.stringify(third).includes('Frankfurt'), 'what was replaced never comes back');
await provider.stop();
await memory.close();

console.log(`Question  ${question}`);
console.log(`Before    ${before}`);
console.log(`After     ${after}`);
console.log(`Changed   ${changed}`);
console.log(`\nWhat the model read:\n${third[0].content}`);
