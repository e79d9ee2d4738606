import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median } from '../measure.js';
import { FIRST_TEXTS } from './texts.js';

interface Spent {
  readonly wall: number;
  /** Milliseconds the main thread ran: what the clock says on a machine with nothing else to do. */
  readonly ran: number;
}

/** What one process said. */
interface Start {
  readonly boot: number;
  readonly imported: Spent;
  readonly warmed?: Spent;
  readonly first: Spent;
  readonly rss: number;
  readonly text: string;
}

/** A first text of a kind in fresh processes: medians. */
export interface ColdStart {
  readonly kind: string;
  readonly bootMs: number;
  readonly importMs: number;
  readonly firstMs: number;
  readonly firstWallMs: number;
  /** The same text first after warmUp(). */
  readonly warmMs: number;
  readonly rssMb: number;
}

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
const BUILT = new URL('../../../packages/core/dist/index.js', import.meta.url).href;
const QUERY = 'Which of them failed, and why?';

/** Starts a process that imports `module` and compresses `text`. */
export function startOnce(text: string, how: 'cold' | 'warm', module = BUILT): Start {
  const input = JSON.stringify({ text, query: QUERY });
  return JSON.parse(execFileSync(process.execPath, [CHILD, module, how], { input, encoding: 'utf8' })) as Start;
}

/** Each kind in processes of its own, cold and warm in turns. */
export function coldStarts(rounds: number): ColdStart[] {
  return Object.entries(FIRST_TEXTS).map(([kind, text]) => {
    const cold: Start[] = [];
    const warm: Start[] = [];
    for (let round = 0; round < rounds; round++) {
      cold.push(startOnce(text, 'cold'));
      warm.push(startOnce(text, 'warm'));
    }
    const of = (all: readonly Start[], what: (start: Start) => number) => median(all.map(what));
    return {
      kind,
      bootMs: of(cold, ({ boot }) => boot),
      importMs: of(cold, ({ imported }) => imported.ran),
      firstMs: of(cold, ({ first }) => first.ran),
      firstWallMs: of(cold, ({ first }) => first.wall),
      warmMs: of(warm, ({ first }) => first.ran),
      rssMb: of(cold, ({ rss }) => rss),
    };
  });
}

/** A program from start to end: by the clock and in time of the processor. */
export interface ProgramTime {
  readonly name: string;
  readonly wallMs: number;
  readonly cpuMs: number;
}

const CLI = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url));
const LOG = Array.from({ length: 40 }, (_, i) => `2026-02-03 10:00:${10 + i} INFO worker ${i % 7} took job ${i}`).join(
  '\n',
);

function program(name: string, args: readonly string[], rounds: number): ProgramTime {
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    // Only the shell says what a program used.
    const { stderr, status } = spawnSync(
      '/bin/bash',
      ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>&1', process.execPath, ...args],
      {
        input: LOG,
        encoding: 'utf8',
      },
    );
    walls.push(performance.now() - start);
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
    const [user = 0, system = 0] = stderr.trim().split(' ').map(Number);
    cpus.push(1000 * (user + system));
  }
  return { name, wallMs: median(walls), cpuMs: median(cpus) };
}

/** The command on a log of 40 lines beside Node with nothing to do; empty where the command is not built or there is no bash. */
export function programTimes(rounds: number): ProgramTime[] {
  if (!existsSync(CLI) || !existsSync('/bin/bash')) return [];
  return [
    program('node -e 0', ['-e', '0'], rounds),
    program('headroom --help', [CLI, '--help'], rounds),
    program('headroom compress, a log of 40 lines', [CLI, 'compress'], rounds),
  ];
}
