import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { codeAssistFront } from './code-assist-front.js';
import { scriptedGemini } from './gemini-provider.js';
import type { Check } from './lane-agent.js';
import type { Step } from './messages-provider.js';
import { HEADROOM, makeWorld } from './world.js';

type Fields = Readonly<Record<string, unknown>>;

const lines = Array.from({ length: 600 }, (_, i) => {
  const at = `2026-03-01T10:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000Z`;
  return i === 423
    ? `${at} ERROR node-3 lost: connection reset by peer`
    : `${at} INFO node-${i % 7} heartbeat ok in ${(i * 7919) % 97} ms`;
}).join('\n');
const shell = (id: string, command: string) => ({
  id,
  name: 'run_shell_command',
  input: { command, description: 'look' },
});
const hashIn = (request: Fields) => /headroom_retrieve with hash=([0-9a-f]{24})/.exec(JSON.stringify(request))?.[1];
const SCRIPT: readonly Step[] = [
  { calls: [shell('big', 'cat app.log')] },
  (request) => ({ calls: [{ id: 'back', name: 'headroom_retrieve', input: { hash: hashIn(request) ?? 'none' } }] }),
  { calls: [shell('next', 'cat app.log; echo two')] },
  { text: 'That is all.' },
];

/** Gemini CLI after a Google login, which makes it speak Code Assist, through a proxy that it knows by its address alone. */
export async function tryGeminiCodeAssist(bin: string, check: Check): Promise<void> {
  const provider = await scriptedGemini({ main: SCRIPT });
  const front = await codeAssistFront(provider.url);
  const settings = JSON.stringify({ security: { auth: { selectedType: 'oauth-personal' } } });
  const world = makeWorld(bin, front.url, { 'project/app.log': lines, 'home/.gemini/settings.json': settings });
  const port = 25_000 + (process.pid % 20_000);
  const proxy = spawn(
    process.execPath,
    [HEADROOM, 'proxy', '--port', String(port), '--upstream', `code-assist=${front.url}`],
    { env: { ...process.env, HEADROOM_STORE: join(world.home, 'store.db') } },
  );
  try {
    await new Promise((resolve) => proxy.stderr.once('data', resolve));
    const flags = ['--approval-mode', 'default', '--skip-trust', '--allowed-tools', 'run_shell_command'];
    const ended = await world.run('gemini', ['-m', 'gemini-2.5-pro', '-p', 'Which node is lost?', ...flags], {
      GOOGLE_GENAI_USE_GCA: 'true',
      GOOGLE_CLOUD_ACCESS_TOKEN: 'made-up',
      GOOGLE_CLOUD_PROJECT: 'lane-project',
      CODE_ASSIST_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    const { requests, mismatches } = provider;
    const says = (what: string, holds: boolean, found: unknown) => check(`by Code Assist: ${what}`, holds, found);
    says('a session ends as it should', ended.code === 0 && ended.out.includes('That is all.'), [
      ended.code,
      ended.out.slice(-300),
      ended.err.slice(-300),
    ]);
    says('requests are in its envelopes', front.asked.includes('streamGenerateContent'), front.asked);
    const shortened = requests.map((request) => hashIn(request) !== undefined);
    says('a large output arrives shortened', shortened[1] === true, shortened);
    const last = JSON.stringify(requests.at(-1)?.contents);
    says('the model gets the exact original', last.includes(JSON.stringify(lines).slice(1, -1)), last.slice(-300));
    says('nothing that was sent changes', mismatches.length === 0 && areKept(requests), mismatches);
    says('the agent knows nothing of it', !ended.out.includes('headroom'), ended.out.slice(-300));
  } finally {
    proxy.kill('SIGTERM');
    front.close();
    provider.close();
    world.remove();
  }
}

function areKept(requests: readonly Fields[]): boolean {
  const contents = requests.map((request) =>
    (request.contents as readonly unknown[]).map((one) => JSON.stringify(one)),
  );
  return contents.every((list, at) => (contents[at - 1] ?? []).every((one, index) => list[index] === one));
}
