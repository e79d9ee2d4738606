import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HeadroomError, memory } from '@headroom/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { serveHttp } from './http/serve-http.js';
import { createMcpServer, type McpServerOptions } from './server.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-mcp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 600 }, (_, id) => ({
  id,
  status: id === 417 ? 'failed' : 'ok',
  region: 'eu-west-1',
}));
const json = JSON.stringify(rows);
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function connected(transport: Parameters<Client['connect']>[0]): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  closing.push(() => client.close());
  return client;
}

async function inMemory(options: McpServerOptions = {}): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createMcpServer({ store: memory(), ...options }).connect(far);
  return connected(near);
}

async function overStdio(): Promise<Client> {
  return connected(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', path('./bin.ts'), '--db', join(folder, 'stdio.db'), '--read', folder],
      cwd: path('../../..'),
      env: { PATH: String(process.env.PATH), TSX_TSCONFIG_PATH: path('../tsconfig.process.json') },
    }),
  );
}

async function overHttp(): Promise<Client> {
  const serving = await serveHttp({ store: memory(), read: { directories: [folder] }, token: 'secret' });
  closing.push(() => serving.close());
  const headers = { authorization: 'Bearer secret' };
  return connected(new StreamableHTTPClientTransport(new URL(serving.url), { requestInit: { headers } }));
}

const call = async (client: Client, name: string, args: object) =>
  (await client.callTool({ name, arguments: args as Record<string, unknown> })) as CallToolResult;
const textOf = ({ content }: CallToolResult) =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
// biome-ignore lint/suspicious/noExplicitAny: read as a client without types would
const dataOf = ({ structuredContent }: CallToolResult) => structuredContent as Record<string, any>;

describe.each([
  ['in memory', () => inMemory({ read: { directories: [folder] } })],
  ['stdio', overStdio],
  ['Streamable HTTP', overHttp],
])('MCP server over %s', (_, connect) => {
  it('lists its tools with schemas and annotations, and compresses, retrieves and counts', async () => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'headroom_compress',
      'headroom_retrieve',
      'headroom_stats',
      'headroom_read',
    ]);
    for (const tool of tools) {
      expect(tool.inputSchema.type).toBe('object');
      expect(tool.outputSchema?.type).toBe('object');
      expect(tool.annotations?.readOnlyHint).toBe(true);
    }
    const small = await call(client, 'headroom_compress', { text: json, query: 'which one failed?' });
    expect(textOf(small)).toContain('417');
    expect(dataOf(small).tokensAfter).toBeLessThan(dataOf(small).tokensBefore / 3);
    expect(dataOf(small).text).toBe(textOf(small));

    writeFileSync(join(folder, 'rows.json'), json);
    const read = await call(client, 'headroom_read', { path: 'rows.json', query: 'which one failed?' });
    expect(dataOf(read).tokensAfter).toBeLessThan(dataOf(read).tokensBefore / 3);

    const log = Array.from({ length: 900 }, (_, i) => `12:00:00 request ${i} took ${(i * 37) % 900} ms`).join('\n');
    const { hash } = dataOf(await call(client, 'headroom_compress', { text: log, tool: 'Bash' }));
    expect(hash).toMatch(/^[0-9a-f]{24}$/);
    expect(textOf(await call(client, 'headroom_retrieve', { hash }))).toBe(log);
    expect((await client.readResource({ uri: `headroom://ccr/${hash}` })).contents[0]).toMatchObject({ text: log });
    const stats = dataOf(await call(client, 'headroom_stats', {}));
    expect(stats.total).toMatchObject({ texts: 3, retrievals: 1 });
    expect(stats.tools).toHaveProperty('Read');
  });

  it('answers an unknown hash and nonsense with an error that ends the search', async () => {
    const client = await connect();
    const miss = await call(client, 'headroom_retrieve', { hash: 'f'.repeat(24) });
    expect(miss.isError).toBe(true);
    expect(textOf(miss)).toContain('Do not ask for this hash again');
    expect((await call(client, 'headroom_retrieve', { hash: 'what?' })).isError).toBe(true);
    await expect(client.readResource({ uri: `headroom://ccr/${'f'.repeat(24)}` })).rejects.toThrow('No original');
  });
});

describe('headroom_retrieve', () => {
  it('takes the hash in every form and gives parts, bounded by default', async () => {
    const client = await inMemory();
    const log = Array.from({ length: 20_000 }, (_, i) => `12:00:00 request ${i} took ${(i * 37) % 900} ms`).join('\n');
    const made = dataOf(await call(client, 'headroom_compress', { text: log, tool: 'Bash' }));
    expect(made.hash).toMatch(/^[0-9a-f]{24}$/);
    for (const hash of [
      made.hash,
      `hash=${made.hash}`,
      `ccr:${made.hash}`,
      `<<ccr:${made.hash},log,4KB>>`,
      made.text.split('\n').at(-1),
    ]) {
      expect(textOf(await call(client, 'headroom_retrieve', { hash, lines: '120-121' }))).toContain('request 119 took');
    }
    const part = dataOf(await call(client, 'headroom_retrieve', { hash: made.hash, lines: '5' }));
    expect(part).toMatchObject({ part: 'lines 5 of 20000', whole: false });
    const all = dataOf(await call(client, 'headroom_retrieve', { hash: made.hash }));
    expect(all.whole).toBe(false);
    expect(all.text.length).toBeLessThan(70_000);
  });
});

it('tells a client what is missing, once, when it begins', async () => {
  const notices = ['The memory is damaged (memory.db).'];
  expect((await inMemory({ notices })).getInstructions()).toMatch(
    /headroom_retrieve[\s\S]*\n.*user once: The memory is damaged/,
  );
  expect((await inMemory()).getInstructions()).not.toContain('Missing');
});

describe('headroom_read', () => {
  it('stays inside its directories, links followed, and reads texts only', async () => {
    const inside = join(folder, 'inside');
    const outside = join(folder, 'inside-not');
    for (const directory of [inside, outside]) mkdirSync(directory, { recursive: true });
    writeFileSync(join(outside, 'secret.txt'), 'secret');
    writeFileSync(join(inside, 'picture.png'), Buffer.from([0x89, 0x50, 0, 1]));
    writeFileSync(join(inside, 'fine.txt'), 'fine \ufffd');
    symlinkSync(join(outside, 'secret.txt'), join(inside, 'link.txt'));
    symlinkSync(join(inside, 'fine.txt'), join(inside, 'good-link.txt'));
    const client = await inMemory({ read: { directories: [inside], maxBytes: 100 } });
    for (const bad of [
      '../inside-not/secret.txt',
      join(outside, 'secret.txt'),
      'link.txt',
      'none.txt',
      '/etc/passwd',
      '..',
      'a\u0000b',
      'picture.png',
      '.',
    ]) {
      const result = await call(client, 'headroom_read', { path: bad });
      expect(result.isError, bad).toBe(true);
      expect(textOf(result)).not.toContain('secret\n');
    }
    for (const good of ['fine.txt', 'good-link.txt', join(inside, 'fine.txt')])
      expect(textOf(await call(client, 'headroom_read', { path: good }))).toBe('fine \ufffd');
    const beside = await inMemory({ read: { directories: [inside, join(folder, 'nowhere')] } });
    expect(textOf(await call(beside, 'headroom_read', { path: 'fine.txt' }))).toBe('fine \ufffd');
    const before = await inMemory({ read: { directories: [join(folder, 'nowhere'), inside] } });
    expect(textOf(await call(before, 'headroom_read', { path: join(inside, 'fine.txt') }))).toBe('fine \ufffd');
    writeFileSync(join(inside, 'fine.txt'), 'x'.repeat(101));
    expect(textOf(await call(client, 'headroom_read', { path: 'fine.txt' }))).toContain('at most 100');
  });
});

describe('what is no regular file', () => {
  it.skipIf(process.platform === 'win32')('is refused at once, and holds up no other file', async () => {
    const odd = mkdtempSync(join(folder, 'odd-'));
    execFileSync('mkfifo', [join(odd, 'pipe')]);
    symlinkSync(join(odd, 'pipe'), join(odd, 'link'));
    symlinkSync('/dev/zero', join(odd, 'zero'));
    writeFileSync(join(odd, 'fine.txt'), 'fine');
    const socket = createNetServer().listen(join(odd, 'socket'));
    const client = await inMemory({ read: { directories: [odd, '/dev'] } });
    const names = ['pipe', 'link', 'zero', 'socket', '/dev/tty', '/dev/null', '.'];
    const many = [...names, ...names, ...names].map((path) => call(client, 'headroom_read', { path }));
    expect(textOf(await call(client, 'headroom_read', { path: 'fine.txt' }))).toBe('fine');
    for (const result of await Promise.all(many)) expect(textOf(result)).toMatch(/is not a file/);
    socket.close();
  });

  it.skipIf(process.platform !== 'linux')('is read no further than the limit where it says it is empty', async () => {
    const client = await inMemory({ read: { directories: ['/proc/self'], maxBytes: 10 } });
    expect(textOf(await call(client, 'headroom_read', { path: 'status' }))).toContain('more than 10 bytes');
  });
});

describe('headroom_run', () => {
  const node = process.execPath;
  const client = (more = {}) => inMemory({ run: { directories: [folder], ...more } });

  it('runs without a shell and returns the output shortened, with the exit code', async () => {
    const script =
      'for (let i = 0; i < 3000; i++) console.log("step", i, "ok"); console.error("Error: disk full at step 3000"); process.exit(3)';
    const result = await call(await client(), 'headroom_run', {
      command: node,
      args: ['-e', script],
      query: 'why did it fail?',
    });
    expect(textOf(result)).toContain('Exit code 3.');
    expect(textOf(result)).toContain('disk full');
    expect(dataOf(result).tokensAfter).toBeLessThan(dataOf(result).tokensBefore / 3);
    expect(dataOf(result).exitCode).toBe(3);
    const literal = await call(await client(), 'headroom_run', {
      command: node,
      args: ['-e', 'console.log(process.argv[1])', '$(id); `id` | cat'],
    });
    expect(dataOf(literal).text).toBe('$(id); `id` | cat\n');
  });

  it('ends what takes too long or prints too much, with all it started', async () => {
    const start = performance.now();
    const slow = await call(await client({ timeoutMs: 500 }), 'headroom_run', {
      command: node,
      args: [
        '-e',
        `require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 20000)"], { stdio: "inherit" }); setTimeout(() => {}, 20000)`,
      ],
    });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(dataOf(slow).stopped).toBe('time');
    const loud = await call(await client({ maxBytes: 50_000 }), 'headroom_run', {
      command: node,
      args: ['-e', 'for (;;) process.stdout.write("x".repeat(1000))'],
    });
    expect(dataOf(loud).stopped).toBe('size');
  });

  it('ends at its time whatever the program does, and nothing of it lives on', async () => {
    // Starts a process in a session of its own that keeps the pipes, ignores signals, and would live for a minute.
    const stay = (name: string) =>
      `process.on('SIGTERM', () => {}); require('fs').writeFileSync(${JSON.stringify(join(folder, name))}, String(process.pid)); setTimeout(() => {}, 60000);`;
    const leave = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stay('session'))}], { detached: true, stdio: 'inherit' }).unref();`;
    const start = performance.now();
    const both = await Promise.all([
      call(await client({ timeoutMs: 5000 }), 'headroom_run', { command: node, args: ['-e', leave + stay('child')] }),
      // This one ends by itself, and leaves the other behind.
      call(await client({ timeoutMs: 20_000 }), 'headroom_run', {
        command: node,
        args: [
          '-e',
          `${leave.replaceAll('session', 'orphan')} console.log('started'); setTimeout(() => process.exit(0), 3000)`,
        ],
      }),
    ]);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(dataOf(both[0] as CallToolResult).stopped).toBe('time');
    expect(textOf(both[1] as CallToolResult)).toContain('Exit code 0.');
    expect(textOf(both[1] as CallToolResult)).toContain('started');
    for (const name of ['session', 'child', 'orphan']) {
      const pid = Number(readFileSync(join(folder, name), 'utf8'));
      await expect.poll(() => isThere(pid), { timeout: 5000 }).toBe(false);
    }
  });

  it('passes on no variable that it was not told to', async () => {
    process.env.HEADROOM_TEST_KEY = 'a key of somebody';
    const run = { command: node, args: ['-e', 'console.log(Object.keys(process.env).sort().join())'] };
    const result = await call(await client({ env: { ASKED: 'yes' } }), 'headroom_run', run);
    delete process.env.HEADROOM_TEST_KEY;
    const names = dataOf(result).text.trim().split(',');
    expect(names).toEqual(expect.arrayContaining(['ASKED', 'PATH']));
    const few = ['ASKED', 'HEADROOM_RUN', 'HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];
    expect(names.filter((name: string) => !few.includes(name))).toEqual([]);
  });

  it('says what cannot be run, and refuses wrong rules when it is made', async () => {
    const odd = await call(await client(), 'headroom_run', { command: node, args: ['a\u0000b'] });
    expect(textOf(odd)).toContain('could not be run');
    for (const wrong of [
      { timeoutMs: Number.NaN },
      { timeoutMs: 0 },
      { maxBytes: -1 },
      { directories: [] },
      { directories: [''] },
    ])
      await expect(client(wrong), JSON.stringify(wrong)).rejects.toThrow(HeadroomError);
    await expect(inMemory({ read: { directories: [folder], maxBytes: 1.5 } })).rejects.toThrow(HeadroomError);
  });

  it('refuses other programs, other places, and says what could not be started', async () => {
    const strict = await client({ commands: ['git'] });
    expect((await call(strict, 'headroom_run', { command: node })).isError).toBe(true);
    expect((await call(await client(), 'headroom_run', { command: node, cwd: '/' })).isError).toBe(true);
    expect(textOf(await call(await client(), 'headroom_run', { command: 'no-such-program-here' }))).toContain(
      'could not be run',
    );
  });

  it('is ended when the client cancels', async () => {
    const abort = new AbortController();
    const asked = (await client()).callTool(
      { name: 'headroom_run', arguments: { command: node, args: ['-e', 'setTimeout(() => {}, 20000)'] } },
      undefined,
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 200);
    await expect(asked).rejects.toThrow();
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('HTTP door', () => {
  /** A request with headers that `fetch` would not let through. */
  const ask = (url: string, headers: Record<string, string>, method = 'POST') =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port, pathname } = new URL(url);
      const asked = httpRequest({ hostname, port, path: pathname, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.once('error', reject);
      asked.end(method === 'POST' ? '{}' : undefined);
    });

  it('refuses foreign hosts, foreign origins and callers without the token', async () => {
    const serving = await serveHttp({ store: memory(), token: 'secret', allowedHosts: ['headroom.internal'] });
    closing.push(() => serving.close());
    const { host } = new URL(serving.url);
    const authorization = 'Bearer secret';
    expect(await ask(serving.url, { host: 'evil.example', authorization })).toBe(403);
    expect(await ask(serving.url, { host: 'evil.example:80', authorization })).toBe(403);
    expect(await ask(serving.url, { host, origin: 'https://evil.example', authorization })).toBe(403);
    expect(await ask(serving.url, { host, origin: 'null', authorization })).toBe(403);
    expect(await ask(serving.url, { host })).toBe(401);
    expect(await ask(serving.url, { host, authorization: 'Bearer wrong' })).toBe(401);
    expect(await ask(serving.url.replace('/mcp', '/other'), { host, authorization })).toBe(404);
    expect(await ask(serving.url, { host, authorization, 'mcp-session-id': 'none' })).toBe(404);
    const accepted = {
      authorization,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    expect(await ask(serving.url, { host: 'headroom.internal', ...accepted })).toBe(400);
    expect(await ask(serving.url, { host, origin: `http://${host}`, ...accepted })).toBe(400);
  });

  it('refuses without a token what a proxy says it relays', async () => {
    const ways = [{ 'x-forwarded-for': '203.0.113.9' }, { via: '1.1 proxy' }, { forwarded: 'for=203.0.113.9' }];
    const open = await serveHttp({ store: memory() });
    const guarded = await serveHttp({ store: memory(), token: 'secret' });
    closing.push(open.close, guarded.close);
    for (const headers of ways) {
      expect(await ask(open.url, { host: new URL(open.url).host, ...headers })).toBe(403);
      const authorization = 'Bearer secret';
      expect(await ask(guarded.url, { host: new URL(guarded.url).host, authorization, ...headers })).toBe(406);
    }
  });

  it('refuses wrong options', async () => {
    for (const wrong of [{ port: -1 }, { port: 1.5 }, { port: Number.NaN }, { maxSessions: 0 }, { token: '' }])
      await expect(serveHttp({ store: memory(), ...wrong }), JSON.stringify(wrong)).rejects.toThrow(HeadroomError);
  });

  it('is not reachable by others without a token', async () => {
    await expect(serveHttp({ store: memory(), host: '0.0.0.0' })).rejects.toThrow('needs a token');
  });

  it('ends the longest unused session when there are too many', async () => {
    const serving = await serveHttp({ store: memory(), maxSessions: 2 });
    closing.push(() => serving.close());
    const clients = [];
    for (let i = 0; i < 3; i++) clients.push(await connected(new StreamableHTTPClientTransport(new URL(serving.url))));
    await expect(clients[0]?.listTools()).rejects.toThrow();
    expect((await clients[2]?.listTools())?.tools.length).toBe(3);
  });
});

describe('headroom-mcp', () => {
  it.each(['1', '0'])(
    'writes a line a call where HEADROOM_LOG=%s asks for it, with nothing of the text',
    async (log) => {
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: ['--import', 'tsx', path('./bin.ts'), '--db', join(folder, `log-${log}.db`)],
        cwd: path('../../..'),
        env: { PATH: String(process.env.PATH), TSX_TSCONFIG_PATH: path('../tsconfig.process.json'), HEADROOM_LOG: log },
        stderr: 'pipe',
      });
      let said = '';
      transport.stderr?.on('data', (chunk) => {
        said += chunk;
      });
      const client = await connected(transport);
      const text = Array.from({ length: 300 }, (_, i) => `2026-01-06T09:00:00Z INFO secret-word ${i} done`).join('\n');
      await call(client, 'headroom_compress', { text });
      if (log === '1') await expect.poll(() => said).toMatch(/^headroom: .*\d+ -> \d+ tokens/m);
      await client.close();
      expect(said.includes('headroom: ')).toBe(log === '1');
      expect(said).not.toContain('secret-word');
    },
  );
});

describe('headroom-mcp --gateway', () => {
  it('wraps the servers of a configuration file', async () => {
    const inner = {
      command: process.execPath,
      args: ['--import', 'tsx', path('./bin.ts'), '--db', join(folder, 'inner.db')],
      cwd: path('../../..'),
    };
    const env = { PATH: String(process.env.PATH), TSX_TSCONFIG_PATH: path('../tsconfig.process.json') };
    const config = join(folder, 'servers.json');
    writeFileSync(config, JSON.stringify({ mcpServers: { a: { ...inner, env }, b: { ...inner, env } } }));
    const args = ['--import', 'tsx', path('./bin.ts'), '--gateway', config, '--db', join(folder, 'gateway.db')];
    const client = await connected(
      new StdioClientTransport({ command: process.execPath, args, cwd: path('../../..'), env }),
    );
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('b__headroom_stats');
    expect(textOf(await call(client, 'a__headroom_stats', {}))).toContain('Nothing');
  });
});
