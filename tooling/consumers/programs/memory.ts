import { createMemory, memoryTools, Scope, sqliteMemory, withMemory } from '@headroom/memory';
import OpenAI from 'openai';
import { startModel } from './model.js';

/** A fact that changed, a question of another day, and a stranger who is told nothing. */
async function main(): Promise<void> {
  const provider = await startModel();
  const memory = createMemory({ store: sqliteMemory({ path: 'memory.db' }) });
  const ann = Scope.user('ann');
  const old = await memory.remember({ scope: ann, text: 'Ann deploys the shop with rsync.' });
  if (old.state === 'current') await memory.supersede(ann, old.id, { text: 'Ann deploys the shop with Kamal.' });
  const { definitions, run } = memoryTools({ memory, scope: ann });
  await run('memory_save', '{"text":"Ann never deploys the shop on Fridays."}', undefined);
  for (const user of ['ann', 'bob']) {
    const plain = new OpenAI({ apiKey: 'none', baseURL: provider.url });
    const client = withMemory(plain, { memory, scope: Scope.user(user), budget: 256 });
    await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'How do I deploy the shop?' }],
    });
  }
  const [told = '', stranger = ''] = provider.seen;
  await memory.close();
  provider.close();
  const isFine = /Kamal/.test(told) && /Fridays/.test(told) && !/rsync/.test(told) && !/Kamal|Fridays/.test(stranger);
  console.log(isFine && definitions.length === 5 ? `ok ${told.length} characters` : `no ${told} ${stranger}`);
}
void main();
