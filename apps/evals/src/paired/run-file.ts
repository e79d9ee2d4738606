import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plan, Row } from './row.js';

/** The file of a run: its plan in the first line, then a row a line, written as soon as it is known. */
export interface RunFile {
  readonly plan: Plan;
  readonly known: readonly Row[];
  add(row: Row): void;
}

/** Reads the plan and rows of a run. The last line may be cut off: a process that was ended writes no more. */
export function readRun(path: string): { readonly plan: Plan; readonly rows: readonly Row[] } {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const entries = lines.flatMap((line, i): (Plan | Row)[] => {
    try {
      return [JSON.parse(line) as Plan | Row];
    } catch (error) {
      if (i === lines.length - 1) return [];
      throw new Error(`Line ${i + 1} of ${path} is no JSON`, { cause: error });
    }
  });
  const plan = entries[0];
  if (plan?.kind !== 'plan') throw new Error(`${path} does not begin with the plan of a run`);
  return { plan, rows: entries.filter((entry): entry is Row => entry.kind === 'row') };
}

/** What two plans have to agree in, so that their rows belong together. */
const SAME = ['provider', 'wire', 'model', 'price', 'seed', 'arms', 'items', 'margin', 'maxTokens'] as const;

/** Starts the file of a run, or goes on with one whose plan is the same. */
export function openRun(path: string, plan: Plan, resume: boolean): RunFile {
  const add = (row: Row) => appendFileSync(path, `${JSON.stringify(row)}\n`);
  if (resume && existsSync(path)) {
    const { plan: before, rows } = readRun(path);
    const other = SAME.find((name) => JSON.stringify(before[name]) !== JSON.stringify(plan[name]));
    if (other) throw new Error(`${path} was planned with another ${other}: start a new run, or ask for the same`);
    // A line that was cut off is ended, and what it said is asked again.
    if (!readFileSync(path, 'utf8').endsWith('\n'))
      writeFileSync(path, [before, ...rows].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    return { plan: before, known: rows, add };
  }
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) throw new Error(`${path} is there already: --resume goes on with it, -o names another folder`);
  writeFileSync(path, `${JSON.stringify(plan)}\n`);
  return { plan, known: [], add };
}
