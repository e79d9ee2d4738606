/**
 * The proxy under load: streams at once, each told from the others by what is in it, and many requests in a row with a look at the
 * memory of its process. `node --import tsx tooling/bench/proxy/load.ts`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { LongSession } from './long-session.js';

const STREAMS = Number(process.env.BENCH_STREAMS ?? 500);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 10_000);
const PIECES = 40;

/** Streams numbered words in the name that the request's last message gives. */
const provider = createServer(async (asked, response) => {
  let text = '';
  asked.setEncoding('utf8');
  for await (const chunk of asked) text += chunk;
  const { messages, stream } = JSON.parse(text) as { messages: { content: unknown }[]; stream?: boolean };
  if (!stream) {
    response.setHeader('content-type', 'application/json');
    response.end('{"id":"m","type":"message","role":"assistant","content":[],"stop_reason":"end_turn"}');
    return;
  }
  const name = String(messages.at(-1)?.content);
  response.setHeader('content-type', 'text/event-stream');
  const send = (type: string, more: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`);
  send('message_start', { message: { id: name, type: 'message', role: 'assistant', content: [], usage: {} } });
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  for (let i = 0; i < PIECES; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
    send('content_block_delta', { index: 0, delta: { type: 'text_delta', text: `[${name}:${i}]` } });
  }
  send('content_block_stop', { index: 0 });
  send('message_delta', { delta: { stop_reason: 'end_turn' }, usage: {} });
  send('message_stop', {});
  response.end();
});
provider.listen(0, '127.0.0.1');
await once(provider, 'listening');
const upstream = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), ['proxy', upstream], {
  execArgv: ['--import', 'tsx', '--expose-gc'],
});
const [{ port }] = (await once(child, 'message')) as [{ port: number }];
const client = new Agent({ connections: null });

async function ask(body: string): Promise<string> {
  const answer = await request(`http://127.0.0.1:${port}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body,
    dispatcher: client,
  });
  return answer.body.text();
}

async function memory(): Promise<number> {
  child.send('memory');
  const [{ rss, heapUsed, external }] = (await once(child, 'message')) as [
    { rss: number; heapUsed: number; external: number },
  ];
  console.log(`  rss ${mb(rss)}, heap ${mb(heapUsed)}, bytes outside of it ${mb(external)}`);
  return heapUsed + external;
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

async function streams(): Promise<void> {
  const names = Array.from({ length: STREAMS }, (_, i) => `s${i}`);
  const began = performance.now();
  const texts = await Promise.all(
    names.map((name) => {
      const session = new LongSession(name).work();
      return ask(session.body({ stream: true, last: name }));
    }),
  );
  let mixed = 0;
  let reordered = 0;
  for (const [i, text] of texts.entries()) {
    const words = [...text.matchAll(/\[(s\d+):(\d+)\]/g)];
    if (words.some(([, name]) => name !== names[i])) mixed++;
    if (words.length !== PIECES || words.some(([, , at], n) => Number(at) !== n)) reordered++;
  }
  console.log(
    `${STREAMS} streams at once in ${((performance.now() - began) / 1000).toFixed(1)} s: ${mixed} mixed, ${reordered} reordered or cut`,
  );
}

async function many(): Promise<void> {
  const sessions = Array.from({ length: 20 }, (_, i) => new LongSession(`m${i}`));
  const step = async (i: number) => {
    const session = sessions[i % sessions.length] as LongSession;
    if (session.results < 8) session.work();
    else session.say();
    if (session.length > 200) sessions[i % sessions.length] = new LongSession(`m${i}`);
    await ask(session.body());
  };
  const sizes: number[] = [];
  for (let i = 0; i < REQUESTS; i++) {
    await step(i);
    if ((i + 1) % Math.ceil(REQUESTS / 5) === 0) {
      console.log(`after ${i + 1} requests:`);
      sizes.push(await memory());
    }
  }
  console.log(`last against second look: ${((sizes.at(-1) ?? 0) / (sizes[1] ?? 1)).toFixed(2)}`);
}

await streams();
await memory();
await many();
child.disconnect();
provider.close();
provider.closeAllConnections();
await client.close();
