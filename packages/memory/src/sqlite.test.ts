import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { testMemoryStore } from './contract.fixture.js';
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
