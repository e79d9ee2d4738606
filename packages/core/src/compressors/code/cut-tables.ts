import type { LineEdit } from '../../reading/edit-lines.js';
import type { Asked } from './asked.js';
import type { Outline, Table } from './outline.js';

const KEPT_FIRST = 3;
const WORTH_ROWS = 4;
const WORTH_CHARACTERS = 160;

function isNamed(table: Table, asked: Asked, lines: readonly string[]): boolean {
  const head = (lines[table.from] ?? '').slice(0, 200);
  for (const name of head.match(/[A-Za-z_$][\w$]*/g) ?? [])
    if (asked.names.has(name) && /[A-Z_]/.test(name)) return true;
  return false;
}

/** Runs of elements that can go: not the first ones, not the last, none with the question's words. */
function runsOf(table: Table, hits: Uint8Array): [number, number][] {
  const runs: [number, number][] = [];
  let start = -1;
  for (let i = KEPT_FIRST; i < table.elements.length; i++) {
    const one = table.elements[i];
    const last = i === table.elements.length - 1;
    const kept = last || !one || hits.subarray(one.from, one.to + 1).includes(1);
    if (!kept && start < 0) start = i;
    if (kept && start >= 0) {
      runs.push([start, i - 1]);
      start = -1;
    }
  }
  return runs;
}

/** Leaves out the middle of long lists of values, whole rows at a time. */
export function cutTables(
  outline: Outline,
  asked: Asked,
  lines: readonly string[],
  comment: string,
  numberOf: (row: number) => number,
): { edit: LineEdit; entries: number }[] {
  const found: { edit: LineEdit; entries: number }[] = [];
  for (const table of outline.tables) {
    const holdsUnits = outline.units.some(
      (unit) => unit.kind === 'function' && unit.from > table.from && unit.to <= table.to,
    );
    if (holdsUnits || isNamed(table, asked, lines)) continue;
    for (const [start, end] of runsOf(table, asked.hits)) {
      let [i, j] = [start, end];
      const at = (index: number) => table.elements[index] ?? { from: table.to, to: table.from };
      while (i <= j && at(i - 1).to >= at(i).from) i++;
      while (j >= i && at(j + 1).from <= at(j).to) j--;
      const { from } = at(i);
      const { to } = at(j);
      if (i > j || to - from + 1 < WORTH_ROWS) continue;
      if (lines.slice(from, to + 1).reduce((sum, line) => sum + line.trim().length, 0) < WORTH_CHARACTERS) continue;
      const indent = /^[ \t]*/.exec(lines[from] ?? '')?.[0] ?? '';
      const note = `${indent}${comment} … ${j - i + 1} of ${table.elements.length} entries left out (lines ${numberOf(from)}-${numberOf(to)})`;
      found.push({ edit: { from, to, lines: [note] }, entries: j - i + 1 });
    }
  }
  return found;
}
