/**
 * How long a recall takes beside many records, and how long they take to write. `npm run memory:scale -- [records ...]`, built first.
 * Texts are made of words whose frequencies fall as those of a language do. Times are of the processor, so that a busy machine says
 * the same.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemory, Scope, sqliteMemory } from '@headroom/memory';

const sizes = process.argv.slice(2).map(Number);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Numbers below 1 that come in the same order every time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const next = random(7);
const SYLLABLES =
  'ba be bi bo bu da de di do du fa fi ka ke ko la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te ti to va ve vi'.split(
    ' ',
  );
const VOCABULARY = Array.from({ length: 30_000 }, (_, i) => {
  let word = '';
  for (let n = i + 40; n > 0; n = Math.floor(n / SYLLABLES.length)) word += SYLLABLES[n % SYLLABLES.length];
  return word;
});
/** Zipf: the word of rank r comes with a share of 1 / r. The first hundred are what a list of stop words takes out of a language. */
const word = () =>
  VOCABULARY[Math.min(VOCABULARY.length - 1, Math.floor(100 * (VOCABULARY.length / 100) ** next()) - 100)];
const sentence = (length) => Array.from({ length }, word).join(' ');

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function measure(records) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-memory-scale-'));
  const path = join(folder, 'memory.db');
  const memory = createMemory({ store: sqliteMemory({ path }) });
  const scope = Scope.user('many');
  const start = cpu();
  for (let done = 0; done < records; done += 5000) {
    const many = Math.min(5000, records - done);
    await memory.rememberAll(
      Array.from({ length: many }, (_, i) => ({
        scope,
        kind: 'turn',
        text: sentence(8 + Math.floor(next() * 24)),
        saidAt: 1.7e12 + (done + i) * 60_000,
        source: { conversation: `c${Math.floor((done + i) / 40)}`, speaker: (done + i) % 2 ? 'Ann' : 'Bob' },
      })),
    );
  }
  const written = cpu() - start;
  const few = Scope.user('few');
  for (let i = 0; i < 5; i++) await memory.remember({ scope: few, text: `A harbour of ours, ${VOCABULARY[i]}` });
  const times = [];
  for (let i = 0; i < 220; i++) {
    const question = `What did Ann say about ${sentence(4)}?`;
    const before = cpu();
    await memory.recall({ scope, question });
    if (i >= 20) times.push(cpu() - before);
  }
  const own = (await memory.recall({ scope: few, question: 'harbour' })).records.length;
  times.sort((a, b) => a - b);
  await memory.close();
  const bytes = statSync(path).size;
  rmSync(folder, { recursive: true });
  const each = ((1000 * written) / records).toFixed(0);
  console.log(
    `${records} records: recall p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms; ` +
      `written in ${each} us each, ${(bytes / records).toFixed(0)} bytes each; the small user got ${own} of 5`,
  );
}

for (const records of sizes.length > 0 ? sizes : [10_000]) await measure(records);
