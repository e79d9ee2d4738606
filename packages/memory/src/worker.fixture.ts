import { createMemory, Scope, sqliteMemory } from '@headroom/memory';

/** A process of its own that writes into a memory; started by tests as `worker.fixture.ts <path> <name> <how many>`. */
const [path = '', name = '', many = '0'] = process.argv.slice(2);
const memory = createMemory({ store: sqliteMemory({ path }) });
const scope = Scope.user('all');

/** A number is printed only once its record is remembered. */
for (let i = 0; i < (Number(many) || Number.POSITIVE_INFINITY); i++) {
  await memory.remember({ scope, id: `${name}-${i}`, text: `Note ${i} of ${name} about the harbour` });
  process.stdout.write(`${i}\n`);
}
await memory.close();
