/**
 * What a gateway adds to a call with a 100 KB result, besides compressing it. From the root:
 * `TSX_TSCONFIG_PATH=packages/mcp/tsconfig.process.json npx tsx packages/mcp/scripts/measure-gateway.ts`
 */
import { memory } from '@headroom/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createEngine } from '../src/engine.js';
import { compressToolResult } from '../src/gateway/compress-tool-result.js';
import { createGateway } from '../src/gateway/gateway.js';

const ROUNDS = 150;
let number = 0;
const result = (n: number) =>
  Array.from({ length: 1700 }, (_, i) => `2026-03-01 12:00:00 INFO request ${n}-${i} took ${(i * 37) % 900} ms`)
    .join('\n')
    .slice(0, 100_000);

async function server() {
  const made = new McpServer({ name: 'large', version: '1' });
  made.registerTool('log', {}, () => ({ content: [{ type: 'text', text: result(number++) }] }));
  const [near, far] = InMemoryTransport.createLinkedPair();
  await made.connect(far);
  return near;
}

async function clientOf(transport: Awaited<ReturnType<typeof server>>) {
  const client = new Client({ name: 'measure', version: '1' });
  await client.connect(transport);
  return client;
}

const direct = await clientOf(await server());
const [near, far] = InMemoryTransport.createLinkedPair();
await createGateway({ servers: { large: await server() }, store: memory() }).connect(far);
const wrapped = await clientOf(near);
const engine = createEngine({ store: memory() });
const p50 = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] as number;
const times = { direct: [] as number[], wrapped: [] as number[], compress: [] as number[] };
const timed = async (to: number[], run: () => Promise<unknown>) => {
  const start = performance.now();
  await run();
  to.push(performance.now() - start);
};
for (let i = 0; i < ROUNDS; i++) {
  await timed(times.direct, () => direct.callTool({ name: 'log', arguments: {} }));
  await timed(times.wrapped, () => wrapped.callTool({ name: 'log', arguments: {} }));
  const content = [{ type: 'text', text: result(number++) }];
  await timed(times.compress, () => compressToolResult(engine, { content }, { tool: 'log', input: {} }));
}
const [a, b, c] = [p50(times.direct), p50(times.wrapped), p50(times.compress)];
console.log(
  `direct p50 ${a.toFixed(2)} ms, through the gateway ${b.toFixed(2)} ms, of which compressing ${c.toFixed(2)} ms`,
);
console.log(`the gateway itself: ${(b - a - c).toFixed(2)} ms`);
process.exit(0);
