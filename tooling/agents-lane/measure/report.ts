import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { holds, type Pair } from './pairs.js';

const FILE = fileURLToPath(new URL('../../../docs/reports/agents.md', import.meta.url));

/** A chapter of the report: what its program measured, and sentences about it. */
export interface Chapter {
  readonly name: string;
  readonly pairs: readonly Pair[];
  readonly notes?: readonly string[];
}

const HEAD = `# What agents wait for

Milliseconds, medians of rounds in which both are measured in turns; *more* and *times* are medians of the rounds' own differences and
quotients, so a busy machine slows both sides. Everything that is wanted was asked of a machine on which \`node -e 0\` takes 40 ms: 60 and
80 ms for a program are 1.5 and 2 times that, and milliseconds are multiplied by how many times longer it takes here and now.
Each chapter is written by \`npm run bench:agents -- --report [agents]\`, when it last ran.
`;

/** Writes chapters into the report; those of other runs stay. */
export function writeReport(chapters: readonly Chapter[]): void {
  const kept = new Map(chaptersIn(readReport()));
  for (const chapter of chapters) kept.set(chapter.name, inWords(chapter));
  writeFileSync(FILE, `${HEAD}\n${[...kept].map(([name, text]) => `## ${name}\n\n${text}\n`).join('\n')}`);
}

function readReport(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}

function chaptersIn(report: string): [name: string, text: string][] {
  return report
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end).trim()];
    });
}

export function inWords({ pairs, notes = [] }: Chapter): string {
  const rows = pairs.map((pair) => {
    const { what, alone, withUs, more, times, rounds } = pair;
    const limit = limitOf(pair);
    const verdict = limit === '' ? '' : holds(pair) ? 'yes' : '**no**';
    return `| ${what} | ${alone.toFixed(1)} | ${withUs.toFixed(1)} | ${more.toFixed(1)} | ${alone < 0.1 ? '' : times.toFixed(2)} | ${limit} | ${verdict} | ${rounds} |`;
  });
  const [cpu] = cpus();
  const machine = `Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}, load ${loadavg()[0]?.toFixed(1)} at the end.`;
  const table = [
    '| | alone | with us | more | times | wanted | holds | rounds |',
    '|---|--:|--:|--:|--:|--:|---|--:|',
    ...rows,
  ].join('\n');
  return [table, ...notes, machine].join('\n\n');
}

function limitOf({ limit }: Pair): string {
  if (limit === undefined) return '';
  if ('times' in limit) return `≤ ${limit.times} times`;
  return `≤ ${limit.more} ms more${limit.slow > 1 ? `, × ${limit.slow.toFixed(1)}` : ''}`;
}
