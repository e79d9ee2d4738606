import type { Task } from '../../model/compressor.js';
import type { InTurns } from '../../model/in-turns.js';
import { grouped } from '../../reading/grouped.js';
import { itemsInTurns, linesInTurns } from '../../reading/in-turns.js';
import { readAsked as readWords } from '../../units/asked.js';
import { joinLines, stretchOf } from '../../units/folded.js';
import type { Unit as LineUnit } from '../../units/unit.js';
import type { Outline, Unit } from './outline.js';

/** What a question names in this very source. */
export interface Asked {
  /** Functions and classes named by the question. */
  readonly named: ReadonlySet<Unit>;
  /** 1 for every row that holds a rare word, name or quoted string of the question. */
  readonly hits: Uint8Array;
}

const CHAIN = /[A-Za-z_$][\w$]*(?:(?:\.|::|#|->)[A-Za-z_$][\w$]*)*/g;

/** Questions on what a source refuses or reports. */
const ASKS_FAULTS =
  /\b(?:errors?|exceptions?|raise[sd]?|throws?|thrown|fail(?:s|ed|ing|ures?)?|reject(?:s|ed)?|refuse[sd]?|invalid|validat\w+|panics?|warn(?:s|ings?)?|complain\w*|abort\w*|bad|messages?)\b/i;
const FAULT =
  /\b(?:raise\b|throw\b|panic!?\(|bail!\(|Err\(|errors\.New\(|Errorf\(|reject\(|abort\w*\(|fail\w*\(|\w*(?:Error|Exception)\(|return\b.*\b[Ee]rr\w*)/;
const MOST_FAULTS = 0.12;
/** In so many rows, or such a share of them, a word says where the answer is. */
const MOST_ROWS = 4;
const ROWS = 0.015;

/** Marks where faults are raised, unless that is all over the source. */
function* markFaults(hits: Uint8Array, lines: readonly string[]): InTurns<void> {
  const rows: number[] = [];
  yield* linesInTurns(lines, (line, row) => {
    if (line.length < 400 && FAULT.test(line)) rows.push(row);
  });
  if (rows.length <= Math.max(12, Math.min(60, lines.length * MOST_FAULTS))) for (const row of rows) hits[row] = 1;
}

interface Mention {
  readonly owners: Set<string>;
  plain: boolean;
}

/** Every name of the question with the owners it was written with (`Queue.put` gives put of Queue). */
function mentionsOf(question: string): Map<string, Mention> {
  const found = new Map<string, Mention>();
  for (const match of question.matchAll(CHAIN)) {
    const parts = match[0].split(/\.|::|#|->/);
    const name = parts.at(-1) ?? '';
    const mention = found.get(name) ?? { owners: new Set<string>(), plain: false };
    if (parts.length > 1) for (const owner of parts.slice(0, -1)) mention.owners.add(owner);
    else mention.plain = true;
    found.set(name, mention);
  }
  return found;
}

/** `valid` in a question is `Valid` in Go and C#. */
const capitalized = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

function namedUnits(units: readonly Unit[], mentions: ReadonlyMap<string, Mention>): Set<Unit> {
  const named = new Set<Unit>();
  const byName = grouped(units, ({ name }) => name || undefined);
  for (const [name, mention] of mentions) {
    const same = byName.get(name) ?? byName.get(`#${name}`) ?? byName.get(capitalized(name)) ?? [];
    const owned = same.filter((unit) => mention.owners.has(unit.owner));
    for (const unit of owned.length > 0 && !mention.plain ? owned : same) named.add(unit);
  }
  return named;
}

/** Reads the question against an outline: which units and which rows it is about. */
export function* readAsked(task: Task, outline: Outline, lines: readonly string[]): InTurns<Asked> {
  const query = task.query.slice(0, 8000);
  const named = namedUnits(outline.units, mentionsOf(query));
  yield;
  const hits = new Uint8Array(lines.length);
  const page = joinLines(lines);
  yield;
  const list: LineUnit[] = [];
  yield* itemsInTurns(lines, (_, row) => list.push({ ...stretchOf(page, row, row + 1), parent: -1, what: 'line' }));
  const most = Math.max(MOST_ROWS, Math.min(MOST_ROWS * 3, lines.length * ROWS));
  const { words } = yield* readWords({ text: page.text, list }, { ...task, input: undefined });
  for (const { units } of words) if (units.length <= most) for (const row of units) hits[row] = 1;
  if (ASKS_FAULTS.test(query)) yield* markFaults(hits, lines);
  return { named, hits };
}
