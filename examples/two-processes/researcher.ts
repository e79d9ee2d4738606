import { openContext } from './open-context.js';

/** Looks at many requests and shares what it found. */
const [run = 'demo'] = process.argv.slice(2);
const { context, close } = openContext(run);

const requests = Array.from({ length: 800 }, (_, id) => ({
  id,
  route: ['/login', '/cart', '/search'][id % 3],
  status: id === 613 ? 500 : 200,
  latencyMs: 20 + ((id * 37) % 90),
}));
const findings = JSON.stringify(requests);
const entry = await context.put('findings', findings, { agent: 'researcher', query: 'Which request failed?' });
console.log(`researcher: put ${entry.originalTokens} tokens, shared as ${entry.compressedTokens}`);
await close();
