import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { conversationsOf } from '../sessions/conversation.js';
import { readSession } from '../sessions/read-session.js';
import { asOpenCode, type Script } from '../sessions/written-as.fixture.js';
import { openCodeSessionsIn } from './sessions.js';

const root = mkdtempSync(join(tmpdir(), 'opencode-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const script = (id: string, said: string): Script => ({
  id,
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: said },
    { role: 'assistant', content: 'Yes.' },
  ],
});

async function saidIn(path: string): Promise<unknown[]> {
  const said: unknown[] = [];
  for (const file of await openCodeSessionsIn(path))
    for await (const { messages } of conversationsOf('opencode', readSession(file))) said.push(messages[0]?.content);
  return said;
}

it('reads many sessions of one database in little memory', async () => {
  const path = join(root, 'opencode.db');
  const names = Array.from({ length: 80 }, (_, i) => `ses_${i}`);
  asOpenCode(
    path,
    names.map((name) => script(name, name)),
  );
  await saidIn(path);
  const before = process.memoryUsage.rss();
  expect((await saidIn(path)).sort()).toEqual([...names].sort());
  // A connection that is closed keeps 2.5 MB.
  expect(process.memoryUsage.rss() - before).toBeLessThan(80_000_000);
}, 30_000);

it('reads what was written since, and a file that has taken the place of another', async () => {
  const path = join(root, 'opencode-dev.db');
  asOpenCode(path, [script('a', 'first')]);
  expect(await saidIn(path)).toEqual(['first']);
  rmSync(path);
  asOpenCode(path, [script('b', 'second'), script('c', 'third')]);
  expect(await saidIn(path)).toEqual(['second', 'third']);
  rmSync(path);
  expect(await saidIn(path)).toEqual([]);
});
