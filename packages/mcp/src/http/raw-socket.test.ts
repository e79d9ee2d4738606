import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memory } from '@headroom/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fuzz } from '../../../../tooling/testing/fuzz-server.js';
import { badOutcomes, RAW_REQUESTS, sendRaw } from '../../../../tooling/testing/raw-requests.js';
import { fuzzedMcp, toolCount } from './fuzzed-server.fixture.js';
import { serveHttp } from './serve-http.js';
import { unfailingServer } from './unfailing-server.js';

const thrown: unknown[] = [];
const note = (error: unknown) => void thrown.push(error);
beforeEach(() => {
  thrown.length = 0;
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, note);
});
afterEach(() => {
  for (const event of ['uncaughtException', 'unhandledRejection']) process.off(event, note);
});

const line = (target: string, host: string) => ({
  bytes: Buffer.from(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
  whole: true,
});

it('answers request lines that are no address', async () => {
  const serving = await serveHttp({ store: memory() });
  const { host, port } = new URL(serving.url);
  const outcomes = await sendRaw(
    Number(port),
    ['//', '///', 'http://[', '*', '//@', '/%', '/?'].map((target) => line(target, host)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 404));
  const tunnel = { bytes: Buffer.from('CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'), whole: true };
  expect((await sendRaw(Number(port), [tunnel]))[0]?.status).toBe(405);
  expect(await toolCount(serving.url)).toBe(3);
  await serving.close();
  expect(thrown).toEqual([]);
});

it(`answers ${RAW_REQUESTS} requests of any bytes, and then an ordinary one`, {
  timeout: 60_000 + RAW_REQUESTS * 30,
}, async () => {
  const { statuses, faults } = await fuzz(fuzzedMcp, RAW_REQUESTS, async (url) => (await toolCount(url)) === 3);
  expect(faults).toEqual([]);
  // Some get as far as the protocol.
  for (const status of [400, 403, 404, 405, 406]) expect([...statuses.keys()]).toContain(status);
});

it('answers every message of a session, whatever its fields hold', { timeout: 120_000 }, async () => {
  const serving = await serveHttp({
    store: memory(),
    read: { directories: ['.'] },
    run: { directories: ['.'], commands: [] },
  });
  const accept = 'application/json, text/event-stream';
  const ask = (body: unknown, id?: string) =>
    fetch(serving.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...(id && { 'mcp-session-id': id }) },
      body: JSON.stringify(body),
    });
  const begun = await ask({
    ...{ jsonrpc: '2.0', id: 'first', method: 'initialize' },
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
  });
  await begun.text();
  const session = begun.headers.get('mcp-session-id') ?? '';
  const odd = [
    null,
    0,
    -1,
    1e308,
    '',
    'x',
    '\u0000',
    [],
    {},
    [[]],
    true,
    'a'.repeat(5000),
    '%%',
    '../x',
    'headroom://ccr/%zz',
    '9-1',
    '1-1e9',
  ];
  const tools = [
    'headroom_compress',
    'headroom_retrieve',
    'headroom_stats',
    'headroom_read',
    'headroom_run',
    '__proto__',
  ];
  const fields = [
    'text',
    'hash',
    'lines',
    'rows',
    'path',
    'query',
    'offset',
    'limit',
    'head',
    'days',
    'command',
    'args',
    'cwd',
  ];
  const methods = [
    'resources/read',
    'completion/complete',
    'logging/setLevel',
    'prompts/get',
    '__proto__',
    'tasks/get',
  ];
  const pick = <Item>(items: readonly Item[], at: number) => items[at % items.length] as Item;
  for (let at = 0; at < 200; at++) {
    const value = pick(odd, at * 7);
    const args = { [pick(fields, at)]: value, [pick(fields, at * 5 + 1)]: pick(odd, at * 3) };
    const call = {
      name: pick(tools, at),
      arguments: at % 4 === 0 ? value : { hash: 'f'.repeat(24), text: 'a', ...args },
    };
    const other = { uri: value, name: value, level: value, ref: value, argument: value, taskId: value };
    const message =
      at % 3 === 0 ? { method: pick(methods, at), params: other } : { method: 'tools/call', params: call };
    const answer = await ask({ jsonrpc: '2.0', id: at, ...message }, session);
    expect([200, 400], JSON.stringify(message)).toContain(answer.status);
    expect(await answer.text(), JSON.stringify(message)).toMatch(/"(?:result|error)"/);
  }
  expect(await toolCount(serving.url)).toBe(5);
  await serving.close();
  expect(thrown).toEqual([]);
});

it('answers also where what answers throws, at once or later, or before and after it has begun', async () => {
  const fail = () => {
    throw new Error('a fault of ours');
  };
  const server = unfailingServer(async (request, response) => {
    if (request.url === '/later') await new Promise((resolve) => setTimeout(resolve, 5));
    if (request.url === '/begun') response.writeHead(200).write('a');
    fail();
  });
  const sync = unfailingServer(fail);
  for (const each of [server, sync]) await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
  const ask = async (asked: typeof server, target: string) =>
    (await sendRaw((asked.address() as AddressInfo).port, [line(target, 'x')]))[0]?.status;
  expect([await ask(server, '/'), await ask(server, '/later'), await ask(sync, '/')]).toEqual([500, 500, 500]);
  expect([200, undefined]).toContain(await ask(server, '/begun'));
  for (const each of [server, sync]) {
    // As when no file descriptors are left to accept with.
    each.emit('error', new Error('EMFILE'));
    each.close();
  }
  expect(thrown).toEqual([]);
});

it('sees what it is meant to see', async () => {
  const plain = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/drop') return void request.socket.destroy();
    response.writeHead(request.url === '/fail' ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as AddressInfo;
  const outcomes = await sendRaw(
    port,
    ['/', '/drop', '/fail'].map((target) => line(target, 'x')),
  );
  expect(badOutcomes(outcomes).map((bad) => bad.split(':')[0])).toEqual(expect.arrayContaining(['undefined', '500']));
  expect(badOutcomes(outcomes)).toHaveLength(2);
  plain.close();
});
