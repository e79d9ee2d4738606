import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headroom-proxy-'));
const env: NodeJS.ProcessEnv = { ...process.env, HOME: folder, HEADROOM_STORE: join(folder, 's.db') };
/** Answers slowly, a word at a time. */
const heads: string[] = [];
const provider = createServer(async (request, response) => {
  heads.push(`${request.url} ${request.headers.authorization}`);
  for await (const _ of request);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < 8; i++) {
    response.write(
      `data: {"choices":[{"index":0,"delta":{"content":"${i}"},"finish_reason":${i === 7 ? '"stop"' : 'null'}}]}\n\n`,
    );
    await sleep(150);
  }
  const usage = { prompt_tokens: 7, prompt_tokens_details: { cached_tokens: 5 }, completion_tokens: 3 };
  response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
  response.end('data: [DONE]\n\n');
});
let upstream = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  upstream = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
});
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function started(...args: string[]): Promise<{ child: ChildProcess; url: string; said: string }> {
  const child = spawn(process.execPath, [program, 'proxy', '--upstream', `openai=${upstream}`, ...args], { env });
  let err = '';
  for await (const chunk of child.stderr as NodeJS.ReadableStream) {
    err += chunk;
    const [url] = /https?:\/\/\S+/.exec(err) ?? [];
    const isAll = !args.includes('--dashboard') || err.includes('#code=');
    if (url && isAll) return { child, url, said: err };
  }
  throw new Error(`ended: ${err}`);
}
const ended = (args: string[]) => {
  const child = spawn(process.execPath, [program, 'proxy', ...args], { env, stdio: 'ignore' });
  return once(child, 'close').then(([code]) => code);
};

describe('headroom proxy', () => {
  it('passes a stream on, and ends on SIGTERM when it is over', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const { child, url } = await started('--port', String(port), '--one-user');
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"gpt-4o","messages":[],"stream":true}',
    });
    const reader = answer.body?.getReader();
    await reader?.read();
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await sleep(100);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
    let text = '';
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read())
      text += Buffer.from(read.value).toString();
    expect(text).toContain('data: [DONE]');
    expect(text).not.toContain('error');
    expect((await closed)[0]).toBe(0);
  }, 60_000);

  it('shows its sessions, with what the provider counted, to whoever has the link that is printed', async () => {
    const port = 20_000 + ((process.pid + 7) % 20_000);
    const { child, url, said } = await started('--port', String(port), '--one-user', '--dashboard');
    const ended = once(child, 'close');
    const body = '{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}],"stream":true}';
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json', 'session-id': 'mine' } };
    await (await fetch(`${url}/v1/chat/completions`, init)).text();
    const code = /#code=([\w-]+)/.exec(said)?.[1];
    const entered = await fetch(`${url}/dashboard/enter`, { method: 'POST', body: JSON.stringify({ code }) });
    const { key } = (await entered.json()) as { readonly key: string };
    await sleep(1200);
    const answer = await fetch(`${url}/dashboard/data/sessions`, { headers: { authorization: `Bearer ${key}` } });
    const told = (await answer.json()) as { readonly sessions: readonly { readonly session: string }[] };
    const sessions = told.sessions.filter(({ session }) => session === 'mine');
    expect(sessions).toMatchObject([{ agent: 'proxy', session: 'mine', requests: 1, counted: 1, tenant: '' }]);
    expect(sessions).toMatchObject([{ usage: { input: 2, cacheRead: 5, output: 3 } }]);
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  }, 60_000);

  it('writes a line for each request, and leaves nothing out for a project that wants it so', async () => {
    const [log, projects] = [join(folder, 'log.jsonl'), join(folder, 'projects.json')];
    writeFileSync(projects, '{"exact":{"mode":"lossless"}}');
    const port = String(22_000 + (process.pid % 20_000));
    const { child, url } = await started('--port', port, '--log', log, '--projects', projects);
    for (const [project, status] of [
      ['exact', 200],
      ['other', 400],
    ] as const) {
      const headers = { 'x-headroom-project': project };
      const body = '{"model":"gpt-4o","messages":[{"role":"user","content":"secret"}],"stream":true}';
      const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
      expect(answer.status).toBe(status);
      await answer.text();
    }
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    expect((await closed)[0]).toBe(0);
    const text = readFileSync(log, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ status, path }) => [status, path])).toEqual([
      [200, '/v1/chat/completions'],
      [400, undefined],
    ]);
    expect(text).not.toContain('secret');
  }, 60_000);

  it('sends to a backend under what the environment holds', async () => {
    Object.assign(env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' });
    const backend = ['--backend', 'bedrock', '--backend-url', upstream, '--model-name', 'mine=anthropic.m'];
    const { child, url } = await started('--port', String(21_000 + (process.pid % 20_000)), ...backend);
    const answer = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{"model":"mine","messages":[]}' });
    await answer.body?.cancel();
    expect(heads.at(-1)).toMatch(
      /^\/anthropic\/v1\/messages AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/us-east-1\/bedrock\//,
    );
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    expect((await closed)[0]).toBe(0);
  }, 60_000);

  it('refuses what would open it to others, and what it cannot read', async () => {
    writeFileSync(join(folder, 'tokens.json'), '{"team":"a-token-of-some-length"}');
    const tokens = ['--tokens', join(folder, 'tokens.json')];
    const wrong = [
      ['--host', '0.0.0.0'],
      ['--host', '0.0.0.0', ...tokens],
      ['--tokens', 'nowhere'],
      ['--tls-key', 'x'],
      ['--upstream', 'x'],
      ['--upstream', 'x=ftp://y'],
      ['--port', '0.5'],
      ['--log', join(folder, 'no', 'folder')],
      ['--projects', 'nowhere'],
      ['--dollars-per-day', '0'],
      ['--backend', 'elsewhere'],
      ['--backend', 'azure'],
      ['--region', 'us-east-1'],
    ];
    expect(await Promise.all(wrong.map(ended))).toEqual(wrong.map(() => 2));
    writeFileSync(join(folder, 'list.json'), '[]');
    const said = [
      [['--host', '0.0.0.0'], '--host: an address that others reach needs --tokens <file>'],
      [
        ['--host', '0.0.0.0', ...tokens],
        '--host: an address that others reach needs --tls-key and --tls-cert, or --plain-http',
      ],
      [['--upstream', 'x=ftp://y'], '--upstream x must be'],
      [['--backend', 'bedrock'], '--region of bedrock must be'],
      [['--projects', join(folder, 'list.json')], 'has to hold one JSON object'],
      [['--mode', 'balanced', '--lossless'], 'one of them has to go'],
      [['--port', '70000'], 'from 1 to 65535'],
      [['--log', '-'], '--log alone writes to standard error'],
    ] as const;
    for (const [flags, why] of said) {
      const { status, stderr } = spawnSync(process.execPath, [program, 'proxy', ...flags], {
        env: { ...env, AWS_REGION: '', AWS_DEFAULT_REGION: '' },
        encoding: 'utf8',
      });
      expect([flags, status, stderr]).toEqual([flags, 2, expect.stringContaining(why)]);
    }
  }, 60_000);
});
