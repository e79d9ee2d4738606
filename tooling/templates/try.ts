/**
 * Starts every template of `npm create @headroom` as a new user does, with the tarballs of `npm run pack`, and asks it something: what
 * reaches a provider on this machine must be shorter than what a tool gave, and the answer must come back. Prints a line a template.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FakeProvider, startProvider } from '../testing/fake-provider.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'headroom-templates-'));
const LIMIT_MS = 300_000;
const CULPRIT = 'web-1';

interface Done {
  readonly failed: boolean;
  readonly said: string;
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Done> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: LIMIT_MS, maxBuffer: 64_000_000 };
  return new Promise((resolve) => {
    execFile(command, [...args], options, (error, stdout, stderr) =>
      resolve({ failed: error !== null, said: `${stdout}${stderr}`.trim() }),
    );
  });
}

let faults = 0;
function tell(what: string, isFine: boolean, said = ''): void {
  console.log(`${isFine ? 'ok    ' : 'FAULT '} ${what}${said && `: ${said.slice(0, 900)}`}`);
  if (!isFine) faults++;
}

/** Asks for the tool once, then answers from what it reads: the culprit only where it stands in the request. */
function provider(): Promise<FakeProvider> {
  return startProvider(({ text }) => {
    if (!text.includes('"tool"') && !text.includes('function_call_output'))
      return { calls: [{ id: 'c1', name: 'list_requests', args: {} }] };
    return { text: text.includes('377') ? `${CULPRIT} failed.` : 'No host failed.' };
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Every package of ours by name, where its tarball lies. */
function tarballs(): Record<string, string> {
  const folder = join(root, 'packed');
  const names = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  return Object.fromEntries(
    names.map((name) => [`@headroom/${/^headroom-(.+)-\d+\.\d+\.\d+/.exec(name)?.[1]}`, `file:${join(folder, name)}`]),
  );
}

/** A project with its packages, the release's from tarballs. */
async function install(template: string): Promise<string | undefined> {
  const folder = join(home, template);
  const created = await run('node', [join(root, 'packages/create/dist/main.js'), folder, '--template', template], home);
  if (created.failed) {
    tell(`${template} is created`, false, created.said);
    return undefined;
  }
  const path = join(folder, 'package.json');
  const project = JSON.parse(readFileSync(path, 'utf8'));
  const all = tarballs();
  for (const name of Object.keys(project.dependencies))
    project.dependencies[name] = all[name] ?? project.dependencies[name];
  // What they depend on of each other is on no registry yet.
  project.overrides = all;
  writeFileSync(path, JSON.stringify(project));
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const installed = await run('npm', args, folder, { WRANGLER_SEND_METRICS: 'false' });
  if (installed.failed) tell(`${template} installs`, false, installed.said);
  return installed.failed ? undefined : folder;
}

/** What a client behind a gateway sends. */
const request = {
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Which host failed?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
    },
    {
      role: 'tool',
      tool_call_id: 'c1',
      content: JSON.stringify(
        Array.from({ length: 500 }, (_, id) => ({ id, host: `web-${id % 4}`, status: id === 377 ? 'failed' : 'ok' })),
      ),
    },
  ],
};

async function asked(address: string, body: object, child: ChildProcess): Promise<string> {
  const until = Date.now() + 90_000;
  for (;;) {
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
        body: JSON.stringify(body),
      });
      return await answer.text();
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until) return `nothing answers: ${String(error)}`;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** Ends a program and all that it has started; it may be gone already. */
function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It is gone.
  }
}

/** A server that is started, asked once and stopped. */
async function serve(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  address: string,
  body: object,
) {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const answer = await asked(address, body, child);
  end(child, 'SIGTERM');
  const stubborn = setTimeout(() => end(child, 'SIGKILL'), 5000);
  await closed;
  clearTimeout(stubborn);
  return { answer, said };
}

type Ask = (folder: string, upstream: string) => Promise<{ readonly answer: string; readonly said: string }>;

const program: Ask = async (folder, upstream) => {
  const { said } = await run('npm', ['start'], folder, { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: upstream });
  return { answer: said, said };
};

const TEMPLATES: Readonly<Record<string, Ask>> = {
  'express-gateway': async (folder, upstream) => {
    const port = await freePort();
    const env = { OPENAI_BASE_URL: upstream, PORT: String(port) };
    return serve(folder, [], env, `http://127.0.0.1:${port}/v1/chat/completions`, request);
  },
  langgraph: program,
  'openai-agents': program,
  'next-ai-sdk': async (folder, upstream) => {
    const port = await freePort();
    const env = { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: upstream, NEXT_TELEMETRY_DISABLED: '1' };
    const built = await run('npm', ['run', 'build'], folder, env);
    if (built.failed) return { answer: 'it does not build', said: built.said };
    const address = `http://127.0.0.1:${port}/api/chat`;
    return serve(folder, ['-p', String(port), '-H', '127.0.0.1'], env, address, { question: 'Which host failed?' });
  },
  'cloudflare-worker': async (folder, upstream) => {
    const port = await freePort();
    const args = ['--port', String(port), '--ip', '127.0.0.1', '--var', `OPENAI_BASE_URL:${upstream}`];
    const env = { WRANGLER_SEND_METRICS: 'false', CI: 'true' };
    return serve(folder, args, env, `http://127.0.0.1:${port}/v1/chat/completions`, request);
  },
};

async function tryOut(template: string): Promise<void> {
  const folder = await install(template);
  if (!folder) return;
  const typed = template === 'next-ai-sdk' ? undefined : await run('npm', ['run', 'typecheck'], folder);
  if (typed?.failed) tell(`${template} compiles`, false, typed.said);
  const upstream = await provider();
  const { answer, said } = await (TEMPLATES[template] as Ask)(folder, upstream.url);
  await upstream.stop();
  const last = upstream.arrived.at(-1)?.text.length ?? 0;
  const isShorter = last > 0 && last < JSON.stringify(request.messages[2]).length / 2;
  const isFine = answer.includes(`${CULPRIT} failed.`) && isShorter && /\d+ tokens became \d+/.test(said);
  tell(
    template,
    isFine,
    isFine ? /\d+ tokens became \d+/.exec(said)?.[0] : `${last} characters arrived; ${answer}\n${said}`,
  );
}

const only = process.argv.slice(2);
try {
  const waiting = Object.keys(TEMPLATES).filter((name) => only.length === 0 || only.includes(name));
  const next = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      await tryOut(name).catch((error) => tell(name as string, false, String(error)));
  };
  // While one waits for the registry another compiles.
  await Promise.all([next(), next()]);
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = faults === 0 ? 0 : 1;
