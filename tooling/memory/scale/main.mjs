/**
 * How long a recall takes beside many records, and how long they take to write. `npm run memory:scale -- [records ...]`, built first.
 * Texts are made of words whose frequencies fall as those of a language do. Two times are told: by the clock, which is what a caller
 * waits, and of the processor, which says the same on a busy machine but counts the compiler's and the collector's threads too.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
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
/** Frequent words of English first, which recall knows the meaning of, then made ones. */
const [, stems = ''] =
  /STEMS =\s*'([^']*)'/.exec(
    readFileSync(new URL('../../../packages/memory/src/generated/akin-table.ts', import.meta.url), 'utf8'),
  ) ?? [];
const ENGLISH = stems.split(' ');
const VOCABULARY = Array.from({ length: 30_000 }, (_, i) => {
  if (i < ENGLISH.length) return ENGLISH[i];
  let word = '';
  for (let n = i + 40; n > 0; n = Math.floor(n / SYLLABLES.length)) word += SYLLABLES[n % SYLLABLES.length];
  return word;
});
/** Zipf: the word of rank r comes with a share of 1 / r. The first hundred are what a list of stop words takes out of a language. */
const word = () =>
  VOCABULARY[Math.min(VOCABULARY.length - 1, Math.floor(100 * (VOCABULARY.length / 100) ** next()) - 100)];
const sentence = (length) => Array.from({ length }, word).join(' ');

const quantile = (times, share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

/** Questions before those that are measured, for the compiler. */
const WARM = 60;

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
  const waited = [];
  const worked = [];
  for (let i = 0; i < WARM + 200; i++) {
    const question = `What did Ann say about ${sentence(4)}?`;
    const before = cpu();
    const began = performance.now();
    await memory.recall({ scope, question });
    if (i < WARM) continue;
    waited.push(performance.now() - began);
    worked.push(cpu() - before);
  }
  const told = (share) => `${quantile(waited, share).toFixed(1)} (${quantile(worked, share).toFixed(1)})`;
  const own = (await memory.recall({ scope: few, question: 'harbour' })).records.length;
  await memory.close();
  const bytes = statSync(path).size;
  rmSync(folder, { recursive: true });
  const each = ((1000 * written) / records).toFixed(0);
  console.log(
    `${records} records: recall p50 ${told(0.5)}, p95 ${told(0.95)} ms (of the processor); ` +
      `written in ${each} us each, ${(bytes / records).toFixed(0)} bytes each; the small user got ${own} of 5`,
  );
}

for (const records of sizes.length > 0 ? sizes : [10_000]) await measure(records);
