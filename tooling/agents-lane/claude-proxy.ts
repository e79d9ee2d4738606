import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './lane-agent.js';
import { messagesProvider, type Step } from './messages-provider.js';
import { changedResults, resultOf } from './results.js';
import { bash, hashIn, rows } from './steps.js';
import { HEADROOM, makeWorld } from './world.js';

const ROWS = rows(300);
const SCRIPT: readonly Step[] = [
  { calls: [bash('big', 'cat rows.json')] },
  (request) => ({
    calls: [{ id: 'back', name: 'headroom_retrieve', input: { hash: hashIn(resultOf([request], 'big')?.text) } }],
  }),
  (request) => ({
    calls: [
      {
        id: 'again',
        name: 'headroom_retrieve',
        input: { hash: hashIn(resultOf([request], 'big')?.text), lines: '2-3' },
      },
      bash('beside', 'cat rows.json; echo two'),
    ],
  }),
  { text: 'That is all.' },
  { calls: [bash('next', 'cat rows.json; echo three')] },
];

/** Claude Code given nothing but the address of `headroom proxy`, which answers the model's calls unseen. */
export async function tryClaudeByProxy(bin: string, check: Check): Promise<void> {
  const provider = await messagesProvider({ main: SCRIPT });
  const settings = '{ "permissions": { "allow": ["Bash"] } }\n';
  const world = makeWorld(bin, provider.url, { 'project/rows.json': ROWS, 'home/.claude/settings.json': settings });
  const port = 21_000 + (process.pid % 20_000);
  const args = [HEADROOM, 'proxy', '--port', String(port), '--upstream', `anthropic=${provider.url}`];
  const proxy = spawn(process.execPath, args, {
    env: { ...process.env, HEADROOM_STORE: join(world.home, 'store.db') },
  });
  try {
    await new Promise((resolve) => proxy.stderr.once('data', resolve));
    const through = { ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` };
    const model = ['--model', 'claude-opus-4-8'];
    const first = await world.run('claude', [...model, '-p', 'Which node is lost?'], through);
    const { requests } = provider;
    const shown = (id: string) => resultOf(requests, id)?.text ?? '';
    check(
      'by the proxy: a session ends as it should',
      first.code === 0 && first.out.includes('That is all.'),
      `${first.code} ${first.err.slice(-400)}`,
    );
    check(
      'by the proxy: a large output arrives shortened',
      hashIn(shown('big')) !== 'none' && shown('big').length < ROWS.length / 2,
      shown('big').slice(0, 200),
    );
    check('by the proxy: the model gets the exact original', shown('back') === ROWS, shown('back').slice(0, 200));
    check(
      'by the proxy: beside a call of the agent too',
      shown('again').includes('"id": 0') && hashIn(shown('beside')) !== 'none',
      [shown('again').slice(0, 200), shown('beside').slice(0, 200)],
    );
    const next = await world.run('claude', [...model, '--continue', '-p', 'And now?'], through);
    check(
      'by the proxy: a session goes on',
      next.code === 0 && hashIn(shown('next')) !== 'none',
      `${next.code} ${next.err.slice(-300)}`,
    );
    check('by the proxy: no result ever changes', changedResults(requests).length === 0, changedResults(requests));
    check(
      'by the proxy: reasoning fits its prefix in every request',
      provider.mismatches.length === 0,
      provider.mismatches,
    );
    const told = [...world.files(world.home).keys()].filter((path) => /projects\/.*\.jsonl$/.test(path));
    const traces = told.filter((path) =>
      /headroom_retrieve", ?"input|"name":"headroom_retrieve"/.test(readFileSync(join(world.home, path), 'utf8')),
    );
    check('by the proxy: the agent knows nothing of it', told.length > 0 && traces.length === 0, traces);
  } finally {
    proxy.kill('SIGTERM');
    provider.close();
    world.remove();
  }
}
