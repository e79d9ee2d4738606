import { createHeadroom, memory } from '@headroom/core';
import { heapInUse, type Part, randomFrom } from './part.js';

const WORDS = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda sigma omega'.split(' ');

/** As much longer a call may take late in a life as early. */
const SLOWER = 2;

/** Many calls in one process: memory stays flat once the bounded caches are full, and calls do not get slower. */
export const longLife: Part = {
  name: 'A long life',
  async run(scale) {
    const calls = scale === 'full' ? 100_000 : 1500;
    const random = randomFrom(3);
    const headroom = createHeadroom({ store: memory({ maxEntries: 200 }) });
    const times: number[] = [];
    const faults: string[] = [];
    let characters = 0;
    let half = 0;
    for (let i = 0; i < calls; i++) {
      const text = record(i, random);
      characters += text.length;
      const start = process.cpuUsage();
      const { hash } = await headroom.compressText(text);
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
      if (i % 100 === 0 && hash && (await headroom.retrieve(hash)).status !== 'found')
        faults.push('an original is gone');
      if (i === Math.floor(calls / 2)) half = await heapInUse();
    }
    const end = await heapInUse();
    const growth = (end - half) / 1e6;
    // Before the caches are full they keep what passed through: at most one byte a character in each of three.
    const allowed = scale === 'full' ? Math.max(25, (half / 1e6) * 0.15) : (characters / 2e6) * 4 + 20;
    if (growth > allowed) faults.push(`memory grew by ${growth.toFixed(0)} MB in the second half`);
    const early = quick(times.slice(Math.floor(calls * 0.1), Math.floor(calls * 0.3)));
    const late = quick(times.slice(-Math.floor(calls * 0.2)));
    if (late > early * SLOWER)
      faults.push(`a call took ${early.toFixed(2)} ms of a core at first and ${late.toFixed(2)} at last`);
    const note = `${(half / 1e6).toFixed(0)} MB in use after half of ${(characters / 1e6).toFixed(0)} million characters, ${(end / 1e6).toFixed(0)} MB after all; ${early.toFixed(2)} ms of a core a call at first, ${late.toFixed(2)} at last`;
    return [{ what: 'different texts in one process', tried: calls, faults, note }];
  },
};

function record(n: number, random: () => number): string {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const word = WORDS[Math.floor(random() * WORDS.length)];
    return `2026-01-06 12:00:${String(i % 60).padStart(2, '0')} INFO ${word} request ${n}-${i} took ${Math.floor(random() * 900)} ms`;
  });
  return lines.join('\n');
}

/** The time that a tenth of the calls took no longer than: that of a core, so that what else a machine does does not count. */
function quick(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 10)] ?? 0;
}
