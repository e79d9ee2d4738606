import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { runEnvironment } from './tools/run-environment.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-leaving-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The program, from its sources. */
function start(...args: string[]) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path('./bin.ts'), '--db', join(folder, `${args.length}.db`), ...args],
    {
      cwd: path('../../..'),
      env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: path('../tsconfig.process.json') },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.on('data', (part) => {
    errors += part;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, errors: () => errors };
}
const initialize = `${JSON.stringify({
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
})}\n`;

it('leaves quietly when the client closes its end of the pipe', async () => {
  const { child, ended, errors } = start();
  child.stdin.write(initialize);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  for (let id = 2; id < 6; id++) child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list' })}\n`);
  setTimeout(() => child.stdin.end(), 1000);
  expect(await ended).toBe(0);
  expect(errors()).not.toContain('EPIPE');
});

it('reads on over lines that are no messages', async () => {
  const { child, ended } = start();
  child.stdin.write('not json\n{}\n[]\nnull\n{"jsonrpc":"2.0","id":null,"method":5}\n"\u0000"\n');
  child.stdin.write(initialize);
  expect(String(await new Promise((resolve) => child.stdout.once('data', resolve)))).toContain('"serverInfo"');
  child.stdin.end();
  expect(await ended).toBe(0);
});

it('closes its sessions over HTTP and ends when it is asked to', async () => {
  const { child, ended, errors } = start('--http', '0');
  await expect.poll(errors, { timeout: 20_000 }).toContain('Serving at');
  const url = /http:\S+/.exec(errors())?.[0] ?? '';
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const begun = await fetch(url, { method: 'POST', headers, body: initialize });
  const id = begun.headers.get('mcp-session-id') ?? '';
  await begun.text();
  const stream = await fetch(url, { headers: { accept: 'text/event-stream', 'mcp-session-id': id } });
  expect(stream.status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  await stream.text().catch(() => undefined);
});

it('passes on what is harmless and what is named, where it is set', () => {
  const environment = { LANG: 'C', KEY: 'secret', NAMED: 'yes', TZ: undefined };
  expect(runEnvironment(environment, ['NAMED', 'MISSING'])).toEqual({ LANG: 'C', NAMED: 'yes' });
});
