/**
 * Kills a writing process fifty times and looks for everything that it had acknowledged. `npm run memory:kill -- [times]`, built first.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMemory, Scope, sqliteMemory } from '@headroom/memory';

const scope = Scope.user('all');
if (process.argv[2] === 'write') await write(process.argv[3], process.argv[4]);
else await killMany(Number(process.argv[2] ?? 50));

async function write(path, name) {
  const memory = createMemory({ store: sqliteMemory({ path }) });
  for (let i = 0; ; i++) {
    await memory.remember({ scope, id: `${name}-${i}`, text: `Note ${i} of ${name}` });
    process.stdout.write(`${i}\n`);
  }
}

async function killMany(times) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-memory-kill-'));
  const path = join(folder, 'memory.db');
  const acknowledged = [];
  for (let round = 0; round < times; round++) {
    const last = await killOnce(path, `r${round}`, 5 + ((round * 37) % 180));
    for (let i = 0; i <= last; i++) acknowledged.push(`r${round}-${i}`);
  }
  const store = sqliteMemory({ path });
  const problems = await store.check();
  const memory = createMemory({ store });
  let lost = 0;
  for (const id of acknowledged) if (!(await memory.get(scope, id))) lost++;
  await memory.close();
  rmSync(folder, { recursive: true });
  console.log(
    `killed ${times} times: ${acknowledged.length} records acknowledged, ${lost} lost, ${problems.length} problems in the file`,
  );
  if (lost > 0 || problems.length > 0) process.exit(1);
}

/** The last number that a writer printed before it was killed. */
function killOnce(path, name, ms) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'write', path, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8');
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
  child.stdout.on('data', (part) => {
    text += part;
  });
  return new Promise((resolve) => child.once('close', () => resolve(Number(text.split('\n').at(-2) ?? -1))));
}
