import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { createContent } from '../../reading/content.js';
import { inputWords } from '../../reading/query-terms.js';
import { joinLines, type Lines } from '../../units/folded.js';
import { CORE, type Depth, type Piece, type Unit } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { everyFrame } from '../../units/votes/frame.js';
import { type ChosenRows, chooseRows, type RowLimits } from './choose-rows.js';
import { type ColumnFacts, readColumn } from './column-facts.js';
import { overview } from './overview.js';
import { printerOf } from './print-table.js';
import { matchTable, readTable } from './read-table.js';
import type { Row, Table } from './table-model.js';

const FEWEST_ROWS = 12;
const MOST_TABLES = 12;

/** A table, where its first line stands, and the unit of its first row. */
interface Placed {
  readonly table: Table;
  readonly line: number;
  readonly first: number;
  readonly columns: readonly ColumnFacts[];
  readonly chosen: ChosenRows;
  readonly print: (row: Row) => string;
}

/** The tables of a text, one behind the other, as `kubectl get all` prints them. */
export function readTables(content: Content): { readonly table: Table; readonly line: number }[] {
  const found: { table: Table; line: number }[] = [];
  for (let line = 0; line < content.lines.length && found.length < MOST_TABLES; ) {
    const part = line === 0 ? content : createContent(content.lines.slice(line).join('\n'));
    if (line > 0 && matchTable(part) === 0) break;
    const table = readTable(part);
    if (!table || table.rows.length < FEWEST_ROWS) break;
    found.push({ table, line });
    const last = table.rows.at(-1)!;
    line += last.line + last.source.split('\n').length;
  }
  return found;
}

/** Reads the rows of all tables of a text into units; what stands around them is shown. */
export function* readTableUnits(
  content: Content,
  limits: (table: Table) => RowLimits,
  task: Task,
): InTurns<Units | undefined> {
  const tables = readTables(content);
  yield;
  if (tables.length === 0) return undefined;
  const units = new TableUnits(content, task);
  yield* units.readAll(tables, limits);
  return units;
}

class TableUnits implements Units {
  readonly text: string;
  readonly list: Unit[] = [];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly voters: readonly Voter[];
  readonly #page: Lines;
  readonly #said = new Map<number, string>();
  readonly #tables: Placed[] = [];

  constructor(
    content: Content,
    private readonly task: Task,
  ) {
    this.#page = joinLines(content.lines);
    this.text = this.#page.text;
    this.voters = [
      everyFrame,
      { ...asked, votes: (sight) => this.#asked(sight) },
      { reason: 'telling', most: 'all', votes: () => this.#telling() },
    ];
  }

  *readAll(tables: ReturnType<typeof readTables>, limits: (table: Table) => RowLimits): InTurns<void> {
    let at = 0;
    for (const { table, line } of tables) at = yield* this.#add(this.list, table, line, at, limits);
    this.#frame(this.list, at, this.#page.lines.length);
  }

  label(): string {
    return '';
  }

  pieces(unit: number, depth: Depth): readonly Piece[] {
    const { from, to } = this.list[unit]!;
    const said = this.#said.get(unit);
    return depth === 0 || said === undefined ? [{ from, to }] : [{ from, to, said }];
  }

  /** What all rows of a table come to stands behind the first that is shown. */
  describe({ example }: Gap): string {
    if (example === undefined) return '';
    const { table, columns, chosen } = this.#tables.findLast(({ first }) => first <= example)!;
    return overview(columns, table, chosen.matches, this.task).join('; ');
  }

  #frame(list: Unit[], from: number, to: number): void {
    const lines = this.#page.lines.slice(from, to);
    if (lines.some((line) => line.trim() !== '')) list.push(this.#unit(from, to, 'line', { frame: true }));
  }

  #unit(from: number, to: number, what: string, more: Partial<Unit>): Unit {
    const { starts, text } = this.#page;
    return { from: starts[from] ?? text.length, to: starts[to] ?? text.length, parent: -1, what, ...more };
  }

  *#add(list: Unit[], table: Table, line: number, at: number, limits: (table: Table) => RowLimits): InTurns<number> {
    const { rows, header, rule } = table;
    const print = printerOf(table);
    const begins = line + (rows[0]?.line ?? 0);
    const isHeaded = header.source !== '';
    const head = isHeaded ? line + header.line : begins;
    this.#frame(list, at, head);
    if (isHeaded && head < begins) {
      const said = [print(header), ...(rule === '' ? [] : [rule])].join('\n');
      if (table.kind !== 'delimited') this.#said.set(list.length, said);
      list.push(this.#unit(head, begins, 'line', { frame: true }));
    }
    const columns: ColumnFacts[] = [];
    for (const [index, name] of header.cells.entries()) {
      columns.push(readColumn(name, index, rows));
      yield;
    }
    const chosen = yield* chooseRows(rows, columns, this.task.query, inputWords(this.task.input), limits(table));
    this.#tables.push({ table, line, first: list.length, columns, chosen, print });
    const shape = this.#tables.length;
    let end = begins;
    for (const row of rows) {
      yield;
      const from = line + row.line;
      end = from + row.source.split('\n').length;
      const unit = this.#unit(from, end, 'row', { shape });
      const said = table.kind === 'records' ? row.source : print(row);
      const space = /^\s*/.exec(this.#page.lines[from] ?? '')![0].length;
      if (said !== this.text.slice(unit.from, unit.to).trimEnd()) this.#said.set(list.length, said);
      list.push(this.#said.has(list.length) ? { ...unit, from: unit.from + space } : unit);
    }
    return end;
  }

  /** What the question names, but not the name of a column's value that very many rows have. */
  *#asked(sight: Sight): Iterable<Vote> {
    for (const vote of asked.votes(sight)) if (sight.list[vote.unit]!.what === 'row') yield vote;
  }

  *#telling(): Iterable<Vote> {
    for (const { first, chosen } of this.#tables)
      for (const row of chosen.rows) yield { unit: first + row, depth: CORE };
  }
}
