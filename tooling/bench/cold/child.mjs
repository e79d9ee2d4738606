/**
 * Runs in a process of its own: imports a build and compresses one text, which comes as JSON on stdin, and says what that cost.
 * `node child.mjs URL-of-index.js [warm]`
 */
import { readFileSync } from 'node:fs';
import { ran } from './ran.mjs';

const { text, query } = JSON.parse(readFileSync(0, 'utf8'));
const [module = '', how] = process.argv.slice(2);

async function timed(work) {
  const start = performance.now();
  const before = ran();
  await work();
  return { wall: performance.now() - start, ran: ran() - before };
}

const boot = ran();
let core;
const imported = await timed(async () => {
  core = await import(module);
});
const warmed =
  how === 'warm' ? await timed(() => core.warmUp({ model: 'gpt-4o', languages: ['typescript', 'python'] })) : undefined;
let result;
const first = await timed(async () => {
  result = await core.createHeadroom({ model: 'gpt-4o' }).compressText(text, { query });
});
process.stdout.write(
  JSON.stringify({ boot, imported, warmed, first, rss: process.memoryUsage.rss() / 1e6, text: result.text }),
);
