import type { InTurns } from '../../model/in-turns.js';
import type { LineEdit } from '../../reading/edit-lines.js';
import { type Choice, type Group, groupOf, nameOf } from './choose-entries.js';
import type { Entry } from './entries.js';

export interface EntryCut extends LineEdit {
  /** How many entries of how many alike ones. */
  readonly entries: readonly Entry[];
}

const WORTH_CHARACTERS = 120;
const LONG_TEXT = 18;
const KEPT_TEXT = 5;

/** Leaves out entries among many of one kind, naming them, and the middle of long texts. */
export function* cutEntries(
  roots: readonly Entry[],
  choice: Choice,
  comment: string,
  numberOf: (row: number) => number,
): InTurns<EntryCut[]> {
  const cuts: EntryCut[] = [];
  function* visit(entries: readonly Entry[]): InTurns<void> {
    yield;
    const group = groupOf(entries, choice);
    const gone = new Set(group?.cut);
    if (group) for (const cut of cutRuns(group, choice, comment, numberOf)) cuts.push(cut);
    for (const [i, entry] of entries.entries()) {
      if (gone.has(i)) continue;
      if (entry.isText) for (const cut of cutText(entry, choice, comment, numberOf)) cuts.push(cut);
      else yield* visit(entry.children);
    }
  }
  yield* visit(roots);
  return cuts;
}

function runsOf(cut: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const i of cut) {
    const last = runs.at(-1);
    if (last && last.at(-1) === i - 1) last.push(i);
    else runs.push([i]);
  }
  return runs;
}

function cutRuns(group: Group, choice: Choice, comment: string, numberOf: (row: number) => number): EntryCut[] {
  const { entries } = group;
  return runsOf(group.cut).flatMap((run) => {
    const members = run.map((i) => entries[i]).filter((entry) => entry !== undefined);
    const first = members[0];
    const last = members.at(-1);
    if (!first || !last) return [];
    const size = choice.lines.slice(first.from, last.to + 1).reduce((sum, line) => sum + line.trim().length, 0);
    if (size < WORTH_CHARACTERS) return [];
    const names = namesOf(members, choice, 0.35 * size);
    const count = `${members.length} ${members.length === 1 ? 'entry' : 'entries'} left out`;
    const note = `${first.indent}${comment} … ${count} (lines ${numberOf(first.from)}-${numberOf(last.to)})${names ? `: ${names}` : ''}`;
    return [{ from: first.from, to: last.to, lines: [note], entries: members }];
  });
}

/** The names of entries, all when there is room for them, else the first and the last. */
function namesOf(members: readonly Entry[], choice: Choice, room: number): string {
  const names = [...new Set(members.map((entry) => nameOf(entry, choice.lines)).filter((name) => name !== ''))];
  const all = names.join(', ');
  if (all.length <= room) return all;
  return names.length > 2 && 3 * (names[0]?.length ?? 0) < room ? `${names[0]} … ${names.at(-1)}` : '';
}

/** The middle of a long text or list of values; rows with the question's words stay. */
function cutText(entry: Entry, choice: Choice, comment: string, numberOf: (row: number) => number): EntryCut[] {
  if (entry.to - entry.head < LONG_TEXT * choice.scale) return [];
  const cuts: EntryCut[] = [];
  const isList = /[[{]\s*$/.test(choice.lines[entry.head] ?? '');
  const indent = /^[ \t]*/.exec(choice.lines[entry.head + 1] ?? '')?.[0] ?? '';
  const mark = isList ? `${comment} ` : '';
  let from = entry.head + KEPT_TEXT;
  for (let row = from; row <= entry.to - 1; row++) {
    const kept = choice.hits[row] === 1 || row === entry.to - 1;
    if (!kept) continue;
    if (row - from >= KEPT_TEXT) {
      const note = `${indent}${mark}… lines ${numberOf(from)}-${numberOf(row - 1)} left out`;
      cuts.push({ from, to: row - 1, lines: [note], entries: [] });
    }
    from = row + 1;
  }
  return cuts;
}
