/**
 * Measures hostile texts at 100 KB, 1 MB and 10 MB, each shape in a process of its own:
 * `node --import tsx tooling/bench/hostile/main.ts [--only PART] [--report]`. Ends with 1 when a bound is broken.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Cost, costOf, exponentOf, leastOf } from './measure.js';
import { SHAPES, type Shape } from './shapes.js';

const SIZES = [100_000, 1_000_000, 10_000_000];
const MOST_EXPONENT = 1.15;
const MOST_MS = 3000;
const MOST_MB = 1024;

interface Row {
  readonly name: string;
  readonly costs: readonly Cost[];
  readonly peakMb: number;
  /** Milliseconds to split the longest into lines and to count its tokens. */
  readonly leastMs: number;
}

/** In the process of one shape: small sizes first, twice, so that code is compiled when it counts. */
async function measureHere(shape: Shape): Promise<Row> {
  await costOf(shape, 20_000);
  const costs: Cost[] = [];
  for (const size of SIZES) {
    const first = await costOf(shape, size);
    const again = size < 10_000_000 ? await costOf(shape, size + 1) : first;
    costs.push(again.ms < first.ms ? again : first);
  }
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { name: shape.name, costs, peakMb, leastMs: leastOf(shape, SIZES.at(-1) as number) };
}

function faultsOf({ costs, peakMb }: Row): string[] {
  const [, middle, long] = costs as [Cost, Cost, Cost];
  const faults = costs.flatMap(({ warnings }) => warnings);
  const exponent = exponentOf(middle, long, 100);
  if (exponent > MOST_EXPONENT) faults.push(`grows with exponent ${exponent.toFixed(2)}`);
  if (long.ms > MOST_MS) faults.push(`takes ${Math.round(long.ms)} ms for 10 MB`);
  if (peakMb > MOST_MB) faults.push(`takes ${peakMb} MB`);
  return [...new Set(faults)];
}

function timesOf({ costs, leastMs }: Row): string {
  const ms = costs.at(-1)?.ms ?? 0;
  return ms < 100 ? '' : `${(ms / Math.max(leastMs, 1)).toFixed(1)}`;
}

function rowFrom(name: string): Row {
  const self = fileURLToPath(import.meta.url);
  const nodeOptions = ['--import', 'tsx', '--max-old-space-size=1400', self, '--shape', name];
  return JSON.parse(execFileSync(process.execPath, nodeOptions, { encoding: 'utf8', maxBuffer: 1e8 })) as Row;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    shape: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});
if (values.shape !== undefined) {
  const shape = SHAPES.find(({ name }) => name === values.shape) as Shape;
  process.stdout.write(JSON.stringify(await measureHere(shape)));
} else {
  const table = [
    '| shape | 100 KB | 1 MB | 10 MB | exponent | times its count | stretch | peak | |',
    '|---|--:|--:|--:|--:|--:|--:|--:|---|',
  ];
  let wrong = 0;
  for (const { name } of SHAPES.filter((shape) => shape.name.includes(values.only))) {
    let line: string;
    try {
      const row = rowFrom(name);
      const faults = faultsOf(row);
      if (faults.length > 0) wrong++;
      const exponent = exponentOf(row.costs[1] as Cost, row.costs[2] as Cost, 100).toFixed(2);
      line = `| ${name.replaceAll('|', '\\|')} | ${row.costs.map(({ ms }) => `${Math.round(ms)} ms`).join(' | ')} | ${exponent} | ${timesOf(row)} | ${Math.round(row.costs.at(-1)?.stretchMs ?? 0)} ms | ${row.peakMb} MB | ${faults.join('; ')} |`;
    } catch (error) {
      wrong++;
      line = `| ${name.replaceAll('|', '\\|')} | | | | | | | | ended: ${(error as Error).message.slice(0, 80)} |`;
    }
    console.log(line);
    table.push(line);
  }
  const machine = `Node ${process.version} on ${cpus().length} × ${cpus()[0]?.model}`;
  const head = [
    '# Hostile texts',
    'Processor time of one `compressText`, by size, each shape in a process of its own. *Exponent*: how time grows from 1 MB to 10 MB; 1 is linear.',
    `*Times its count*: 10 MB against splitting the same text into lines and counting its tokens, in the same process. *Stretch*: the longest time in which nothing else had its turn, for 10 MB; \`timeBudgetMs\` and \`signal\` are heeded no later. Bounds: exponent ${MOST_EXPONENT},`,
    `${MOST_MS} ms and ${MOST_MB} MB for 10 MB. Made by \`npm run bench:hostile -- --report\` with ${machine}; milliseconds are of that machine,`,
    `whatever else it did. **${wrong} of ${table.length - 2} shapes break a bound.** Why long texts take another way: decision 0079.`,
  ].join('\n');
  if (values.report)
    writeFileSync(
      new URL('../../../docs/reports/hostile.md', import.meta.url),
      `${head.replace('\n', '\n\n')}\n\n${table.join('\n')}\n`,
    );
  console.log(`${wrong} of ${table.length - 2} shapes break a bound`);
  process.exitCode = wrong > 0 ? 1 : 0;
}
