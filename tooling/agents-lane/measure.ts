import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHeadroom } from '@headroom/core';
import { copilot } from './copilot.js';
import { gemini } from './gemini.js';
import { type AgentName, installAgent } from './install-agent.js';
import type { LaneAgent } from './lane-agent.js';
import { messagesProvider } from './messages-provider.js';
import { opencode } from './opencode.js';
import { qwen } from './qwen.js';
import { wrap } from './try-agent.js';
import { HEADROOM, makeWorld } from './world.js';

/**
 * How long a hook, `headroom run` and `headroom wrap` take, each beside what it would take without us. Medians, in milliseconds. Of
 * agents that are named (opencode, gemini, copilot, qwen), whole sessions, and nothing else.
 */
const home = mkdtempSync(join(tmpdir(), 'headroom-measure-'));
const env = { ...process.env, HEADROOM_HOME: home, HEADROOM_STORE: join(home, 'store.db') };
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const say = (name: string, values: readonly number[]) =>
  console.log(`${name.padEnd(58)} ${median(values).toFixed(1)} ms`);

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function repeated(count: number, work: (i: number) => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await timed(() => work(i)));
  return times;
}

const rows = (seed: number) =>
  JSON.stringify(
    Array.from({ length: 260 }, (_, id) => ({
      id,
      host: `node-${id % 7}`,
      load: (id * (7919 + seed)) % 97,
      state: id === 211 ? 'lost' : 'fine',
    })),
    null,
    1,
  );
const node = (...args: string[]) => spawnSync(process.execPath, args, { env });

async function hooks(): Promise<void> {
  const { port, token } = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')) as {
    port: number;
    token: string;
  };
  const version = (
    JSON.parse(readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8')) as { version: string }
  ).version;
  const call = async (tool: string, stdout: string, id: number) => {
    const tool_response = { stdout, stderr: '', interrupted: false, isImage: false };
    const body = JSON.stringify({
      hook_event_name: 'PostToolUse',
      tool_name: tool,
      tool_use_id: `c${id}`,
      tool_input: {},
      tool_response,
    });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`http://127.0.0.1:${port}/hook/claude-code?v=${version}`, {
      method: 'POST',
      headers,
      body,
    });
    return response.text();
  };
  const engine = createHeadroom({ retrieval: 'tool' });
  await engine.compressText(rows(-1), { tool: 'Bash' });
  await call('Bash', rows(-1), 0);
  say(
    'a new text of 20 KB, the engine alone',
    await repeated(30, (i) => engine.compressText(rows(i), { tool: 'Bash' })),
  );
  say('a new text of 20 KB, through the hook', await repeated(30, (i) => call('Bash', rows(100 + i), i)));
  say('20 KB of a tool that is left alone, through the hook', await repeated(30, (i) => call('Edit', rows(i), i)));
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => call('Bash', rows(1000 + i), i)));
  const short = answers.filter((answer) => answer.includes('Left out') || answer.length > 2).length;
  console.log(`50 new texts at once: ${short} shortened, all answered in ${(performance.now() - began).toFixed(0)} ms`);
}

async function programs(): Promise<void> {
  say('node -e 0', await repeated(15, () => node('-e', '0')));
  say('true', await repeated(15, () => spawnSync('true')));
  say('headroom run -- true', await repeated(15, () => node(HEADROOM, 'run', '--', 'true')));
  say('headroom hook, of no session', await repeated(15, () => node(HEADROOM, 'hook')));
}

async function agent(): Promise<void> {
  const { bin, reason } = installAgent('claude');
  if (bin === undefined) return console.log(`NOT TRIED claude: ${reason}`);
  const provider = await messagesProvider({ main: [] });
  const world = makeWorld(bin, provider.url, {});
  const wrapped = () =>
    world.run(process.execPath, [HEADROOM, 'wrap', 'claude', '--', '-p', 'hello'], { HEADROOM_HOME: home });
  await wrapped();
  say('claude -p, one answer', await repeated(7, () => world.run('claude', ['-p', 'hello'])));
  say('headroom wrap claude -- -p, one answer', await repeated(7, wrapped));
  provider.close();
  world.remove();
}

/** A session with one call of a shell, without us and with us, in turns. */
async function beside(agent: LaneAgent): Promise<void> {
  const { bin, reason } = installAgent(agent.name as AgentName);
  if (bin === undefined) return console.log(`NOT TRIED ${agent.name}: ${reason}`);
  const provider = await agent.provider({ main: [{ calls: [agent.shell('big', 'cat rows.json')] }] });
  const files = { 'project/rows.json': rows(1), ...agent.files(provider.url) };
  const world = makeWorld(bin, provider.url, files, { ...agent.env(provider.url), HEADROOM_HOME: home });
  const [alone, wrapped]: [number[], number[]] = [[], []];
  const prompt = agent.ask('Which node is lost?');
  for (let i = 0; i < 6; i++) {
    const without = await timed(() => world.run(agent.name, prompt));
    const within = await timed(() => wrap(agent, world, prompt));
    // The first of each makes the home that the others find.
    if (i > 0) alone.push(without);
    if (i > 0) wrapped.push(within);
  }
  say(`${agent.name}, a session with one call`, alone);
  say(`headroom wrap ${agent.name}, the same`, wrapped);
  provider.close();
  world.remove();
}

const { startService } = await import('../../packages/cli/src/service/ensure-service.js');
process.env.HEADROOM_STORE = env.HEADROOM_STORE;
startService({ folder: home, program: HEADROOM });
for (
  let i = 0;
  i < 200 &&
  node('-e', `process.exit(require('fs').existsSync(${JSON.stringify(join(home, 'service.json'))}) ? 0 : 1)`).status !==
    0;
  i++
);
const named = Object.entries({ opencode, gemini, copilot, qwen }).filter(([name]) => process.argv.includes(name));
for (const [, lane] of named) await beside(lane);
if (named.length === 0) for (const measure of [hooks, programs, agent]) await measure();
process.kill((JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')) as { pid: number }).pid);
await new Promise((resolve) => setTimeout(resolve, 500));
rmSync(home, { recursive: true, force: true, maxRetries: 5 });
