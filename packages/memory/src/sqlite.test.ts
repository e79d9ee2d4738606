import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testMemoryStore } from './contract.fixture.js';
import { createMemory, Scope } from './index.js';
import { testOneFact } from './one-fact-contract.fixture.js';
import { testRecall } from './recall-contract.fixture.js';
import { sqliteMemory } from './sqlite.js';
import { testTransfer } from './transfer-contract.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const open = async () => sqliteMemory({ path: join(folder, `${files++}.db`) });
testMemoryStore('sqlite', open);
testOneFact('sqlite', open);
testTransfer('sqlite', open);
testRecall('sqlite', open);

it('finds all scopes of a user who has more than one page of them', async () => {
  const memory = createMemory({ store: await open() });
  const ann = Scope.user('ann');
  const names = Array.from({ length: 2500 }, (_, i) => `s${i}`);
  await memory.rememberAll(names.map((name) => ({ scope: ann.session(name), text: 'A cup' })));
  await memory.remember({ scope: Scope.user('anna'), text: 'A cup' });
  expect((await memory.scopes(ann)).map(({ scope }) => scope.sessionName).sort()).toEqual([...names].sort());
  expect(await memory.list({ scope: ann, within: true, limit: 9999 })).toHaveLength(2500);
  await memory.close();
});
