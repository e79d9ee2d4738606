import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { createContent } from '../../reading/content.js';
import type { Column } from '../../units/columns.js';
import { describeColumns, totalsOf } from '../../units/describe-columns.js';
import { joinLines, type Lines } from '../../units/folded.js';
import { type Depth, type Piece, type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Units, Vote, Voter } from '../../units/units.js';
import { decisive } from '../../units/votes/decisive.js';
import { groups } from '../../units/votes/group.js';
import { rowVoters } from '../../units/votes/row.js';
import { printerOf } from './print-table.js';
import { isExpanded } from './read-expanded.js';
import { matchTable, readTable } from './read-table.js';
import type { Row, Table } from './table-model.js';

const FEWEST_ROWS = 12;
/** Of a few records over many lines each, none is like another. */
const FEWEST_EXPANDED = 20;
const MOST_TABLES = 12;
const MOST_TROUBLED = 16;
const LONGEST_CELL = 200;
const OFTEN = 0.3;
const TROUBLE =
  /\b(?:err(?:or)?s?|fail(?:s|ed|ing|ure)?|crash(?:ed|loopbackoff)?|fatal|critical|panic|timeout|timed out|refused|denied|unhealthy|notready|not ready|down|dead|killed|oomkilled|evicted|missing|invalid|rejected|unreachable|zombie|defunct|exited|restarting|imagepullbackoff|errimagepull|degraded|blocked|overdue)\b/i;

/** A table and the unit of its first row. */
interface Placed {
  readonly table: Table;
  readonly first: number;
}

/** The tables of a text, one behind the other, as `kubectl get all` prints them. */
export function readTables(content: Content): { readonly table: Table; readonly line: number }[] {
  const found: { table: Table; line: number }[] = [];
  for (let line = 0; line < content.lines.length && found.length < MOST_TABLES; ) {
    const part = line === 0 ? content : createContent(content.lines.slice(line).join('\n'));
    if (line > 0 && matchTable(part) === 0) break;
    const table = readTable(part);
    if (!table || table.rows.length < (isExpanded(part.lines) ? FEWEST_EXPANDED : FEWEST_ROWS)) break;
    found.push({ table, line });
    const last = table.rows.at(-1)!;
    line += last.line + last.source.split('\n').length;
  }
  return found;
}

/** Reads the rows of all tables of a text into units; what stands around them is shown. */
export function* readTableUnits(content: Content, task: Task): InTurns<Units | undefined> {
  const tables = readTables(content);
  yield;
  if (tables.length === 0) return undefined;
  const units = new TableUnits(content, task);
  yield* units.readAll(tables);
  return units;
}

class TableUnits implements Units {
  readonly text: string;
  readonly list: Unit[] = [];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly saysAll = true;
  voters: readonly Voter[] = [];
  readonly #page: Lines;
  readonly #said = new Map<number, string>();
  readonly #tables: Placed[] = [];
  readonly #values = new Map<string, (string | undefined)[]>();
  readonly #troubled: number[] = [];
  #rows = 0;

  constructor(
    content: Content,
    private readonly task: Task,
  ) {
    this.#page = joinLines(content.lines);
    this.text = this.#page.text;
  }

  *readAll(tables: ReturnType<typeof readTables>): InTurns<void> {
    let at = 0;
    for (const { table, line } of tables) at = yield* this.#add(this.list, table, line, at);
    this.#frame(this.list, at, this.#page.lines.length);
    const columns = [...this.#values].map(([name, values]) => ({ name, values }));
    for (const { values } of columns) values.length = this.list.length;
    const rows = this.list.flatMap((unit, at) => (unit.what === 'row' ? [at] : []));
    const fault: Voter = { reason: 'fault', most: MOST_TROUBLED, votes: () => this.#faults() };
    this.voters = [...rowVoters(columns), groups(columns), yield* decisive(columns, rows, this.task), fault];
  }

  pieces(unit: number, depth: Depth): readonly Piece[] {
    const { from, to } = this.list[unit]!;
    const said = this.#said.get(unit);
    return depth === 0 || said === undefined ? [{ from, to }] : [{ from, to, said }];
  }

  /** What all rows of a table come to stands behind the first that is shown. */
  *describe({ example }: Gap): InTurns<string> {
    if (example === undefined) return '';
    const { rows, header } = this.#tables.findLast(({ first }) => first <= example)!.table;
    const columns = header.cells.map((name, c): Column => ({ name, values: rows.map(({ cells }) => cells[c] ?? '') }));
    const { query } = this.task;
    yield;
    const described = yield* describeColumns(columns, [...rows.keys()], query);
    // Of all rows both may say the same of an asked column.
    const said = [...new Set([...described, ...totalsOf(columns, query)])];
    return said.length > 0 ? `all ${rows.length} rows: ${said.join('; ')}` : '';
  }

  #frame(list: Unit[], from: number, to: number): void {
    const lines = this.#page.lines.slice(from, to);
    if (lines.some((line) => line.trim() !== '')) list.push(this.#unit(from, to, 'line', { frame: true }));
  }

  #unit(from: number, to: number, what: string, more: Partial<Unit>): Unit {
    const { starts, text } = this.#page;
    return { from: starts[from] ?? text.length, to: starts[to] ?? text.length, parent: -1, what, ...more };
  }

  *#add(list: Unit[], table: Table, line: number, at: number): InTurns<number> {
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
    this.#tables.push({ table, first: list.length });
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
      this.#read(header, row, list.length);
      list.push(this.#said.has(list.length) ? { ...unit, from: unit.from + space } : unit);
    }
    return end;
  }
  #read(header: Row, row: Row, unit: number): void {
    this.#rows += 1;
    for (const [c, name] of header.cells.entries()) {
      const values = this.#values.get(name) ?? [];
      values[unit] = row.cells[c] ?? '';
      this.#values.set(name, values);
    }
    if (row.cells.some((cell) => TROUBLE.test(cell.slice(0, LONGEST_CELL)))) this.#troubled.push(unit);
  }

  /** Rows with a word that speaks of trouble, unless many have one. */
  #faults(): Vote[] {
    return this.#troubled.length > this.#rows * OFTEN ? [] : this.#troubled.map((unit) => ({ unit, depth: WHOLE }));
  }
}
