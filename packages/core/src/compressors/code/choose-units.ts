import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { rankInTurns } from '../../question/rank-texts.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import type { Asked } from './asked.js';
import type { Outline, Unit } from './outline.js';

const LONGEST_DOC = 40;

const rowsOf = (unit: Unit): number => unit.to - unit.from + 1;

/** Units whose inside is mostly functions: module wrappers, `describe` blocks, factories, `try:` around definitions. */
export function findContainers(outline: Outline, lines: readonly string[]): Set<Unit> {
  const inside = new Map<Unit, { rows: number; count: number }>();
  const blocks = new Set<Unit>();
  for (const unit of outline.units) {
    if (unit.kind === 'block' || unit.parent?.kind === 'class') continue;
    const called = unit.name !== '' || /\(\s*['"`]/.test(lines[unit.from] ?? '');
    let parent = unit.parent;
    while (parent?.kind === 'block') {
      if (!parent.parent) blocks.add(parent);
      parent = parent.parent;
    }
    if (!parent || !called) continue;
    const sum = inside.get(parent) ?? { rows: 0, count: 0 };
    inside.set(parent, { rows: sum.rows + rowsOf(unit), count: sum.count + (unit.kind === 'class' ? 2 : 1) });
  }
  const containers = new Set<Unit>(blocks);
  for (const [unit, { rows, count }] of inside) {
    const wrapper = unit.parent === undefined && unit.name === '';
    if (unit.kind === 'function' && rowsOf(unit) > 15 && 2 * rows >= rowsOf(unit) && count >= (wrapper ? 1 : 2))
      containers.add(unit);
  }
  return containers;
}

function isRankable(unit: Unit, containers: ReadonlySet<Unit>): boolean {
  if (unit.kind !== 'function' || containers.has(unit)) return false;
  for (let parent = unit.parent; parent; parent = parent.parent)
    if (parent.kind === 'function' && !containers.has(parent)) return false;
  return true;
}

/** The first row of the comment above a unit, or of the unit itself. */
function docStart(unit: Unit, lines: readonly string[]): number {
  let row = unit.from;
  while (row > 0 && unit.from - row < LONGEST_DOC && /^\s*(?:\/\/|\/?\*|#|@)/.test(lines[row - 1] ?? '')) row--;
  return row;
}

function take(units: readonly Unit[], rows: number, whole: Set<Unit>): void {
  let left = rows;
  for (const unit of units) {
    if (whole.has(unit) || rowsOf(unit) > left) continue;
    whole.add(unit);
    left -= rowsOf(unit);
  }
}

/** Words of a tool call that say what is looked for; paths would only favour the file's own favourite words. */
function looseWords(words: string): string {
  return words
    .split(/\s+/)
    .filter((word) => !/[/\\]|\.\w{1,4}$/.test(word))
    .join(' ');
}

/** The question without the names of functions that are kept anyway: they must not attract their namesakes. */
function withoutNames(question: string, named: readonly Unit[]): string {
  let rest = question.slice(0, 8000);
  for (const { name } of named.slice(0, 20)) rest = rest.split(name).join(' ');
  return rest;
}

/** The units to keep whole: those the question names, and the best matches within a share of the source. */
export function* chooseUnits(
  outline: Outline,
  asked: Asked,
  containers: ReadonlySet<Unit>,
  lines: readonly string[],
  task: Task,
  input: string,
): InTurns<Set<Unit>> {
  const scale = task.bias * (task.mode === 'aggressive' ? 0.4 : 1);
  const rankable = outline.units.filter((unit) => isRankable(unit, containers));
  const whole = new Set<Unit>();
  const focus: Unit[] = [];
  for (const unit of asked.named) {
    if (unit.kind === 'class' && rowsOf(unit) > 60 * scale) continue;
    if (containers.has(unit) && rowsOf(unit) > 120 * scale) continue;
    whole.add(unit);
    if (unit.kind === 'function') focus.push(unit);
  }
  const ofClass = (unit: Unit): boolean => unit.parent?.kind === 'class' && asked.named.has(unit.parent);
  take(
    rankable.filter((unit) => ofClass(unit) && /^(?:__init__|constructor|new|init)$/.test(unit.name)),
    40 * scale,
    whole,
  );
  yield;
  const texts: string[] = [];
  yield* itemsInTurns(rankable, (unit) => texts.push(lines.slice(docStart(unit, lines), unit.to + 1).join('\n')));
  const scores = yield* rankInTurns(`${withoutNames(task.query, focus)} ${looseWords(input)}`, texts);
  if (!scores.includes(1)) return whole;
  const ranked = rankable
    .map((unit, i) => ({ unit, score: (scores[i] ?? 0) * (ofClass(unit) ? 1.3 : 1) }))
    .filter(({ score }) => score >= (focus.length > 0 ? 0.6 : 0.45))
    .sort((a, b) => b.score - a.score || a.unit.from - b.unit.from)
    .map(({ unit }) => unit);
  const share = focus.length > 0 ? 0.06 : 0.3;
  take(ranked, Math.min(260, Math.max(focus.length > 0 ? 12 : 80, share * lines.length)) * scale, whole);
  return whole;
}
