import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memory } from '@headroom/core';
import { createProxy, serveProxy } from '@headroom/proxy';
import { Agent, request } from 'undici';

/**
 * What a proxy adds to a request of a long session that holds nothing new for it, beside a pass-through of the same library in the
 * same run: both are asked in turns. Then what an appended result costs beside the first request of that session.
 */
const SIZE = Number(process.env.BENCH_BYTES ?? 560_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 200);

const listening = async (server: Server) => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
const provider = createServer((asked, response) => {
  asked.resume();
  asked.on('end', () => response.end('{"id":"m","content":[]}'));
});
const upstream = `http://127.0.0.1:${await listening(provider)}`;
const pool = new Agent();
const plain = createServer(async (asked, response) => {
  const answer = await request(upstream + asked.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': asked.headers['content-length'] ?? '0' },
    body: asked,
    dispatcher: pool,
  });
  response.writeHead(answer.statusCode);
  answer.body.pipe(response);
});
const plainPort = await listening(plain);
const running = await serveProxy(createProxy({ upstreams: { anthropic: upstream }, store: memory() }));

function log(seed: number, lines: number): string {
  return Array.from({ length: lines }, (_, i) => {
    if (i === 97) return `12:00:00 ERROR node-${seed} was lost, code ${seed * 17}`;
    return `12:00:${String(i % 60).padStart(2, '0')} INFO worker-${(i * seed) % 5} took job ${(i * 7919 + seed) % 1009} in ${(i * seed) % 83} ms`;
  }).join('\n');
}
const system = 'You are careful. '.repeat(1500);
const messages: object[] = [{ role: 'user', content: 'Which node is lost?' }];
const turn = (n: number) => {
  messages.push({
    role: 'assistant',
    content: [{ type: 'tool_use', id: `toolu_${n}`, name: 'Bash', input: { command: `cat ${n}.log` } }],
  });
  messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: `toolu_${n}`, content: log(n, 300) }] });
};
const body = () => {
  const tools = [{ name: 'Bash', input_schema: { type: 'object' } }];
  return JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 100, system, tools, messages });
};
let n = 0;
while (body().length < SIZE) turn(++n);

async function asked(port: number, text: string): Promise<number> {
  const began = performance.now();
  const answer = await request(`http://127.0.0.1:${port}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: text,
  });
  await answer.body.text();
  return performance.now() - began;
}
const at = (times: readonly number[], part: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;
const row = (name: string, times: readonly number[]) =>
  console.log(`${name.padEnd(34)} p50 ${at(times, 0.5).toFixed(2)} ms   p99 ${at(times, 0.99).toFixed(2)} ms`);

const text = body();
const direct = Number(new URL(upstream).port);
const first = await asked(running.port, text);
for (let i = 0; i < 20; i++) for (const port of [direct, plainPort, running.port]) await asked(port, text);
const times: Record<'direct' | 'plain' | 'ours', number[]> = { direct: [], plain: [], ours: [] };
for (let i = 0; i < ROUNDS; i++) {
  times.direct.push(await asked(direct, text));
  times.plain.push(await asked(plainPort, text));
  times.ours.push(await asked(running.port, text));
}
console.log(`${text.length} bytes, ${messages.length} messages, ${ROUNDS} requests each, in turns`);
row('the provider itself', times.direct);
row('through a plain pass-through', times.plain);
row('through the proxy', times.ours);
const added = (name: 'plain' | 'ours', part: number) => at(times[name], part) - at(times.direct, part);
for (const part of [0.5, 0.99])
  console.log(
    `added p${part * 100}: pass-through ${added('plain', part).toFixed(2)} ms, proxy ${added('ours', part).toFixed(2)} ms`,
  );
/** Time of the processor for each request, client and provider included: what other programs do does not count. */
const cpu = async (port: number) => {
  const before = process.cpuUsage();
  for (let i = 0; i < 40; i++) await asked(port, text);
  const { user, system: kernel } = process.cpuUsage(before);
  return (user + kernel) / 40_000;
};
const [alone, passed, ours] = [await cpu(direct), await cpu(plainPort), await cpu(running.port)];
console.log(
  `processor: the provider itself ${alone.toFixed(2)} ms, added by a pass-through ${(passed - alone).toFixed(2)} ms, by the proxy ${(ours - alone).toFixed(2)} ms`,
);
const grown: number[] = [];
for (let i = 0; i < 10; i++) {
  turn(++n);
  grown.push(await asked(running.port, body()));
}
console.log(
  `first request of the session ${first.toFixed(0)} ms; with one more result ${at(grown, 0.5).toFixed(1)} ms (${(at(grown, 0.5) / first).toFixed(3)} of it)`,
);
await running.close();
for (const server of [plain, provider]) {
  server.close();
  server.closeAllConnections();
}
await pool.close();
