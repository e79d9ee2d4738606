/** A process of its own for what is measured, so that its processor time is told from that of client and provider. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memory } from '@headroom/core';
import { createProxy, serveProxy } from '@headroom/proxy';
import { Agent, request } from 'undici';

const [kind, upstream = ''] = process.argv.slice(2);

/** Passes on as it comes, or, as whoever has to read a request first, once the whole body is there. */
async function plainPort(isWhole: boolean): Promise<number> {
  const pool = new Agent();
  const server = createServer(async (asked, response) => {
    const body = isWhole ? await bufferOf(asked) : asked;
    const answer = await request(upstream + asked.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': asked.headers['content-length'] ?? '0' },
      body,
      dispatcher: pool,
    });
    response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) });
    answer.body.pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function bufferOf(asked: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function proxyPort(): Promise<number> {
  // With few entries its own store is full soon, so that what else grows is seen.
  const { BENCH_STORE_ENTRIES: most } = process.env;
  const store = memory(most === undefined ? {} : { maxEntries: Number(most) });
  const proxy = createProxy({ upstreams: { anthropic: upstream }, store });
  return (await serveProxy(proxy)).port;
}

/** What the parent is told when it asks: processor time so far, and what is in memory after everything else was thrown away. */
function use(isMemory: boolean) {
  const { user, system } = process.cpuUsage();
  if (isMemory) (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpuMs: (user + system) / 1000, rss, heapUsed, external };
}

process.on('message', (what) => process.send?.(use(what === 'memory')));
process.on('disconnect', () => process.exit(0));
process.send?.({ port: kind === 'proxy' ? await proxyPort() : await plainPort(kind === 'whole') });
