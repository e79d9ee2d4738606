/**
 * An agent that meets the same user again: the second conversation is answered from the first, and after a fact has changed, from
 * the new one. Run: npx tsx examples/two-conversations.ts
 */
import assert from 'node:assert/strict';
import { createMemory, Scope, sqliteMemory } from '@headroom/memory';

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** Stands in for a call of a provider: it knows what stands in the request, and nothing else. */
function model(messages: readonly Message[]): string {
  const read = messages.map(({ content }) => content).join('\n');
  const tool = /(?:deploy|ship)\w* (?:the shop )?with (\w+)/g;
  const last = [...read.matchAll(tool)].at(-1)?.[1];
  return last ? `Run ${last}.` : 'I do not know how you deploy.';
}

const memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
const ann = Scope.user('ann');

/** One turn: what is remembered goes behind the newest words of the user, and nowhere else. */
async function ask(history: readonly Message[], content: string): Promise<Message[]> {
  const { text, tokens } = await memory.recall({ scope: ann, question: content, budget: 200 });
  assert.ok(tokens <= 200);
  const sent: Message[] = [...history, { role: 'user', content: text ? `${content}\n\n${text}` : content }];
  return [...sent, { role: 'assistant', content: model(sent) }];
}

const question = 'How do I deploy the shop?';
const without = (await ask([], question)).at(-1)?.content;
assert.match(without ?? '', /do not know/);

// The first conversation: something is said that is worth keeping.
const fact = await memory.remember({
  scope: ann,
  text: 'We deploy the shop with rsync.',
  source: { conversation: 'first', speaker: 'Ann' },
});
for (const [i, text] of ['The shop sells lamps.', 'My desk is by the window.', 'Lunch is at noon.'].entries())
  await memory.remember({ scope: ann, text, source: { conversation: 'first', message: `${i}`, speaker: 'Ann' } });

// The second, in another session: nothing of the first is in its messages.
const second = await ask([], question);
assert.equal(second.at(-1)?.content, 'Run rsync.');
assert.ok(!second[0]?.content.includes('window'), 'what has nothing to do with it stays out');

// The world changes; the old fact never comes back, and what held before can still be asked for.
await memory.supersede(
  ann,
  fact.id,
  { text: 'We deploy the shop with Kamal.', source: { speaker: 'Ann' } },
  'moved hosts',
);
const third = await ask([], question);
assert.equal(third.at(-1)?.content, 'Run Kamal.');
assert.ok(!third[0]?.content.includes('rsync'));
const { records } = await memory.history(ann, fact.id);
assert.deepEqual(
  records.map(({ state }) => state),
  ['replaced', 'current'],
);
await memory.close();

console.log(`Question  ${question}`);
console.log(`Before    ${without}`);
console.log(`After     ${second.at(-1)?.content}`);
console.log(`Changed   ${third.at(-1)?.content}`);
console.log(`\nWhat the model read:\n${third[0]?.content}`);
