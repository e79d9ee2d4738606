import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memory } from '@headroom/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  type CallToolResult,
  CreateMessageRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serveHttp } from '../http/serve-http.js';
import { createGateway } from './gateway.js';
import { serversIn } from './serve-gateway.js';
import { readServers, transportTo } from './server-config.js';

/** A real server by other people, from the registry. */
const everything = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist',
  'index.js',
);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function clientOf(transport: Transport): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: { sampling: {}, roots: { listChanged: true } } },
  );
  client.setRequestHandler(CreateMessageRequestSchema, async ({ params }) => ({
    model: 'fake',
    role: 'assistant' as const,
    content: { type: 'text' as const, text: `sampled: ${JSON.stringify(params.messages).length > 0}` },
  }));
  client.setRequestHandler(ListRootsRequestSchema, async () => ({
    roots: [{ uri: 'file:///home/dev/app', name: 'app' }],
  }));
  await client.connect(transport);
  closing.push(() => client.close());
  return client;
}

async function through(
  servers: Readonly<Record<string, Transport>>,
  store = memory(),
  warnings: string[] = [],
): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createGateway({ servers, store, onWarning: (message) => warnings.push(message) }).connect(far);
  return clientOf(near);
}

const realServer = () => transportTo({ command: process.execPath, args: [everything, 'stdio'] });
const call = async (client: Client, name: string, args: object = {}, options = {}) =>
  (await client.callTool({ name, arguments: args as Record<string, unknown> }, undefined, options)) as CallToolResult;
const textOf = ({ content }: CallToolResult) =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

const LOG = Array.from(
  { length: 1500 },
  (_, i) =>
    `12:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} request ${i} took ${(i * 37) % 900} ms`,
).join('\n');

/** A small server of our own with large and odd results. */
async function ownServer(name = 'own'): Promise<Transport> {
  const server = new McpServer({ name, version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('log', { description: 'a log' }, () => ({
    content: [
      { type: 'text', text: LOG, annotations: { priority: 1 } },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    ],
    _meta: { kept: true },
  }));
  server.registerTool('broken', {}, () => ({ isError: true, content: [{ type: 'text', text: LOG }] }));
  server.registerTool('data', { outputSchema: { log: z.string() } }, () => ({
    content: [{ type: 'text', text: LOG }],
    structuredContent: { log: LOG },
  }));
  server.registerTool('file', {}, () => ({
    content: [{ type: 'resource', resource: { uri: 'file:///a.log', text: LOG, mimeType: 'text/plain' } }],
  }));
  server.registerTool(
    'slow',
    {},
    ({ signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          aborted.add(name);
          resolve({ content: [] });
        }),
      ),
  );
  server.registerTool('crash', {}, async () => {
    setTimeout(() => void server.close(), 10);
    return new Promise<CallToolResult>(() => undefined);
  });
  server.registerPrompt('greet', { description: name }, () => ({
    messages: [{ role: 'user', content: { type: 'text', text: `hello from ${name}` } }],
  }));
  server.registerResource('note', `note://${name}`, {}, (uri) => ({
    contents: [{ uri: uri.href, text: `note of ${name}` }],
  }));
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  return near;
}
const aborted = new Set<string>();

describe('gateway around a real third-party server', () => {
  it('is tested with the real thing', () => expect(existsSync(everything)).toBe(true));

  it('passes schemas, images, structured content, prompts and resources through unchanged, and adds the tool', async () => {
    const direct = await clientOf(new StdioClientTransport({ command: process.execPath, args: [everything, 'stdio'] }));
    const wrapped = await through({ everything: realServer() });
    const [bare, added] = [await direct.listTools(), await wrapped.listTools()];
    expect(added.tools.slice(0, -1)).toEqual(bare.tools);
    expect(added.tools.at(-1)?.name).toBe('headroom_retrieve');
    expect(wrapped.getServerVersion()).toEqual(direct.getServerVersion());
    expect(await wrapped.listPrompts()).toEqual(await direct.listPrompts());
    expect(await wrapped.listResources()).toEqual(await direct.listResources());
    for (const [name, args] of [
      ['echo', { message: 'hi' }],
      ['add', { a: 2, b: 3 }],
      ['getTinyImage', {}],
      ['structuredContent', { location: 'x' }],
      ['getResourceReference', { resourceId: 3 }],
    ] as const)
      expect(await call(wrapped, name, args), name).toEqual(await call(direct, name, args));
    await expect(call(wrapped, 'noSuchTool').then((result) => expect(result).toEqual({}))).rejects.toThrow();
  });

  it('shortens a large result, which stays retrievable', async () => {
    const wrapped = await through({ everything: realServer() });
    const result = await call(wrapped, 'echo', { message: LOG });
    expect(textOf(result).length).toBeLessThan(LOG.length / 2);
    const hash = /hash=([0-9a-f]{24})/.exec(textOf(result))?.[1];
    expect(textOf(await call(wrapped, 'headroom_retrieve', { hash }))).toBe(`Echo: ${LOG}`);
    expect(textOf(await call(wrapped, 'headroom_retrieve', { hash, lines: '8' }))).toContain('request 7 took');
    expect((await call(wrapped, 'headroom_retrieve', { hash: 'e'.repeat(24) })).isError).toBe(true);
  });

  it('carries progress to the client, and questions of the server back and forth', async () => {
    const wrapped = await through({ everything: realServer() });
    const progress: number[] = [];
    const long = await call(
      wrapped,
      'longRunningOperation',
      { duration: 0.4, steps: 4 },
      { onprogress: (now: { progress: number }) => progress.push(now.progress) },
    );
    expect(textOf(long)).toContain('completed');
    expect(progress).toEqual([1, 2, 3, 4]);
    expect(textOf(await call(wrapped, 'sampleLLM', { prompt: 'hi', maxTokens: 5 }))).toContain('sampled: true');
  });
});

describe('gateway', () => {
  it('changes only long texts: errors, images, structured content and unknown fields stay', async () => {
    const client = await through({ own: await ownServer() });
    const log = await call(client, 'log');
    expect(textOf(log).length).toBeLessThan(LOG.length / 2);
    expect(log.content[0]).toMatchObject({ annotations: { priority: 1 } });
    expect(log.content[1]).toEqual({ type: 'image', data: 'AAAA', mimeType: 'image/png' });
    expect(log._meta).toEqual({ kept: true });
    expect(textOf(await call(client, 'broken'))).toBe(LOG);
    const data = await call(client, 'data');
    expect(data.structuredContent).toEqual({ log: LOG });
    expect(textOf(data).length).toBeLessThan(LOG.length / 2);
    const file = (await call(client, 'file')).content[0];
    expect(file).toMatchObject({ type: 'resource', resource: { uri: 'file:///a.log', mimeType: 'text/plain' } });
    expect(JSON.stringify(file).length).toBeLessThan(LOG.length / 2);
  });

  it('books what it saves', async () => {
    const store = memory();
    const client = await through({ own: await ownServer() }, store);
    await call(client, 'log');
    await client.close();
    const { createLedger } = await import('@headroom/core');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await createLedger({ store }).report()).tools.log?.tokensSaved).toBeGreaterThan(1000);
  });

  it('wraps several servers, each under its name, and sends everything where it belongs', async () => {
    const client = await through({ one: await ownServer('one'), one__two: await ownServer('two') });
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['one__log', 'one__broken']);
    expect(names).toContain('one__two__log');
    expect(names.filter((name) => name.endsWith('headroom_retrieve'))).toEqual(['headroom_retrieve']);
    expect(textOf(await call(client, 'one__two__broken'))).toBe(LOG);
    const prompt = await client.getPrompt({ name: 'one__two__greet' });
    expect(JSON.stringify(prompt)).toContain('hello from two');
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['note://one', 'note://two']);
    expect((await client.readResource({ uri: 'note://two' })).contents[0]).toMatchObject({ text: 'note of two' });
    await expect(client.readResource({ uri: 'note://three' })).rejects.toThrow();
    await expect(call(client, 'three__log')).rejects.toThrow('No server');
    await client.setLoggingLevel('debug');
  });

  it('cancels at the server what the client cancels', async () => {
    const client = await through({ own: await ownServer('cancelled') });
    const abort = new AbortController();
    const asked = call(client, 'slow', {}, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(asked).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(aborted.has('cancelled')).toBe(true);
  });

  it('goes on without a server that cannot be started, or has gone away', async () => {
    const warnings: string[] = [];
    const client = await through(
      { own: await ownServer(), none: transportTo({ command: '/no/such/program' }) },
      memory(),
      warnings,
    );
    expect(warnings).toEqual([expect.stringContaining('none could not be started')]);
    expect(textOf(await call(client, 'own__broken'))).toBe(LOG);
    await expect(call(client, 'own__crash')).rejects.toThrow('gone away');
    await expect(call(client, 'own__log')).rejects.toThrow('gone away');
    await expect(through({ none: transportTo({ command: '/no/such/program' }) })).rejects.toThrow(
      'could not be started',
    );
  });

  it('wraps a server over HTTP', async () => {
    const serving = await serveHttp({ store: memory(), token: 'secret' });
    closing.push(() => serving.close());
    const client = await through({
      remote: transportTo({ url: serving.url, headers: { authorization: 'Bearer secret' } }),
    });
    const { tools } = await client.listTools();
    // The wrapped server brings a tool of this name; it is not offered twice.
    expect(tools.filter(({ name }) => name === 'headroom_retrieve')).toHaveLength(1);
    expect(textOf(await call(client, 'headroom_stats'))).toContain('Nothing');
  });
});

describe('serversIn', () => {
  it('names the file that is not there, or is none', () => {
    expect(() => serversIn('/nowhere/servers.json')).toThrow('/nowhere/servers.json: there is no such file');
    const manifest = fileURLToPath(new URL('../../package.json', import.meta.url));
    expect(() => serversIn(manifest)).toThrow(/package\.json: .*no readable `mcpServers`/);
  });
});

describe('readServers', () => {
  it('reads the usual forms, with comments', () => {
    const text =
      '{ // mine\n "mcpServers": { "a": { "command": "x", "args": ["y"] }, "off": { "command": "z", "disabled": true }, }, }';
    expect(readServers(text)).toEqual({ a: { command: 'x', args: ['y'] } });
    expect(readServers('{"servers":{"b":{"type":"http","url":"http://127.0.0.1:1/mcp"}}}')).toHaveProperty('b');
    for (const bad of ['', '[]', '{"mcpServers":[]}', '{"mcpServers":{"a":{}}}', '{"mcpServers":{'])
      expect(() => readServers(bad), bad).toThrow();
  });
});
