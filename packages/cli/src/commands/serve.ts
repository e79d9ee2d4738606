import { join } from 'node:path';
import { beginOf } from '@headroom/agents/own-process';
import type { Command } from 'commander';
import { openStore } from '../open-store.js';
import { makeFolder, readState, serviceFolder, writeState } from '../service/state.js';
import { positive } from '../settings.js';
import { version } from '../version.js';

interface Flags {
  readonly idle?: number;
}

const BACKENDS = `
It sends requests of wrapped agents to where those would, under their credentials. For a backend of your own (Bedrock, Vertex AI,
Azure, Foundry, OpenRouter) there is \`headroom proxy --backend <name>\`: this service is started by whatever needs it first, with the
environment of that, and would sign for every session with it.`;

/** `headroom serve`: the one service of this user, for hooks, MCP and programs. Started by whatever needs it. */
export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('Run the service of this machine that hooks and wrapped agents use; it is started when it is needed')
    .option('--idle <seconds>', 'end after so long without a request (default: 900)', positive)
    .addHelpText('after', BACKENDS)
    .action(run);
}

async function run({ idle }: Flags): Promise<void> {
  const folder = serviceFolder();
  makeFolder(folder);
  const [{ exclusive, layered }, { memory, warmUp }] = await Promise.all([
    import('@headroom/stores'),
    import('@headroom/core'),
  ]);
  const held = exclusive(join(folder, 'service.lock'));
  if (!held) {
    process.stderr.write('headroom: the service of this user is running already\n');
    return;
  }
  const [{ createEngine, onLeave }, { ownPrices }, { startService }] = await Promise.all([
    import('@headroom/mcp'),
    import('../own-prices.js'),
    import('../service/service.js'),
  ]);
  const store = await openStore({ busyTimeoutMs: 50 });
  const prices = ownPrices();
  const engine = createEngine({ store: layered(memory(), store), ...prices });
  const last = readState(folder);
  const leave = onLeave(async () => {
    await service.close();
    store.close();
    held.release();
  });
  const service = await startService({
    engine,
    ...prices,
    version,
    ...(last ? { last } : {}),
    ...(idle === undefined ? {} : { idleMs: idle * 1000 }),
    onEnd: leave,
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  const { port, token } = service;
  writeState(folder, { port, token, version, pid: process.pid, began: beginOf(process.pid) });
  // What a first text needs is there before the first text.
  await warmUp().catch(() => undefined);
}
