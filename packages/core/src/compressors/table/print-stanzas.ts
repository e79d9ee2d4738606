import { readQuery } from '../../reading/query-terms.js';
import { TEXT_WORD, TermFinder } from '../../reading/term-finder.js';
import { keyOf } from './read-stanzas.js';
import type { Row, Table } from './table-model.js';

/** Characters that a field may have without being cut, and one that the question asks for. */
const LONG = 240;
const LONG_ASKED = 1600;
const FIRST_ITEMS = 3;
const NAMED_ITEMS = 8;

/** Which fields the question asks for, by index, and what it asks. */
export interface Asked {
  readonly columns: ReadonlySet<number>;
  readonly query: string;
}

/** Prints stanzas with their long fields cut; with `brief`, those that are not shown still say their first field and what is asked for. */
export function printStanzas(table: Table, shown: ReadonlySet<number>, asked: Asked, brief: boolean): string[] {
  const wanted = new Set([...asked.columns].flatMap((c) => table.header.cells[c] ?? []));
  const pick = pickerOf(asked.query);
  return table.rows.flatMap((row, r) => {
    if (!shown.has(r) && !brief) return [];
    const fields = fieldsOf(row).filter(
      ({ key }, f) => shown.has(r) || f === 0 || (key !== undefined && wanted.has(key)),
    );
    const lines = fields.flatMap((field) => cut(field, wanted.has(field.key ?? '') ? LONG_ASKED : LONG, pick));
    return shown.has(r) ? [lines.join('\n').trimEnd(), ''] : [lines.map((line) => line.trim()).join(' | '), ''];
  });
}

interface Field {
  readonly key: string | undefined;
  /** Its first line and those that continue it. */
  readonly lines: readonly string[];
}

function fieldsOf({ source }: Row): Field[] {
  const fields: { key: string | undefined; lines: string[] }[] = [];
  for (const line of source.split('\n')) {
    const key = keyOf(line);
    const open = fields.at(-1);
    if (key !== undefined || !open) fields.push({ key, lines: [line] });
    else open.lines.push(line);
  }
  return fields;
}

/** The pieces of a field that the question names, or else those that share its words. */
type Pick = (pieces: readonly string[]) => readonly string[];

function pickerOf(query: string): Pick {
  const { names, values } = readQuery(query);
  const exact = [...names, ...values];
  const finder = new TermFinder(query, '');
  const isNear = (text: string) =>
    (text.slice(0, 1000).match(TEXT_WORD) ?? []).some((word) =>
      finder.hits(word).some(({ strength }) => strength >= 0.8),
    );
  return (pieces) => {
    const named = pieces.filter((text) => exact.some((name) => text.includes(name)));
    return (named.length > 0 ? named : pieces.filter(isNear)).slice(0, NAMED_ITEMS);
  };
}

function cut({ lines }: Field, limit: number, pick: Pick): readonly string[] {
  const [first = '', ...more] = lines;
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  if (length <= limit) return lines;
  if (more.length > 2) {
    const named = pick(more.slice(1));
    const left = more.length - 1 - named.length;
    return [...cutList(first, pick), more[0] ?? '', ...named, ...(left > 0 ? [` [… ${left} more lines]`] : [])];
  }
  return lines.flatMap((line) => (line.length > LONG ? cutList(line, pick) : [line]));
}

/** The first items of a long list, and those that the question names. */
function cutList(line: string, pick: Pick): string[] {
  const items = line.split(/,\s+(?![^()]{0,200}\))/);
  if (items.length < FIRST_ITEMS * 2) return [line];
  const rest = items.slice(FIRST_ITEMS);
  const named = pick(rest);
  return [`${[...items.slice(0, FIRST_ITEMS), ...named].join(', ')}, [… ${rest.length - named.length} more]`];
}
