import { trimEndOf } from '../../reading/trim-end.js';
import type { Row, Table } from './table-model.js';

/** The line above each record: `-[ RECORD 3 ]---` of psql, `*** 3. row ***` of mysql. */
const RECORD = /^(?:-\[ RECORD \d+ \][-+]*|\*{3,} \d+\. row \*{3,})\s*$/;
const VALUE = /^\s*([^\s|:][^|:\n]{0,119})[|:] ?(.*)$/;

/** Whether a text is made of expanded records. */
export function isExpanded(lines: readonly string[]): boolean {
  return lines.slice(0, 5).some((line) => line.length < 400 && RECORD.test(line));
}

/** Reads records printed one value a line, as `psql -x` and `mysql \\G` do; each stays in one piece. */
export function readExpanded(lines: readonly string[]): Table | undefined {
  const heads = lines.flatMap((line, l) => (line.length < 400 && RECORD.test(line) ? [l] : []));
  const first = heads[0];
  if (first === undefined || heads.length < 4) return undefined;
  const names = fieldsOf(lines.slice(first + 1, heads[1])).map(([name]) => name);
  const rows: Row[] = [];
  let after: readonly string[] = [];
  for (const [i, head] of heads.entries()) {
    const next = heads[i + 1] ?? lines.length;
    let block = lines.slice(head, next);
    const blank = i === heads.length - 1 ? block.findIndex((line) => line.trim() === '') : -1;
    if (blank >= 0) {
      after = block.slice(blank);
      block = block.slice(0, blank);
    }
    const fields = new Map(fieldsOf(block.slice(1)));
    rows.push({ cells: names.map((name) => fields.get(name) ?? ''), source: sourceOf(block), line: head });
  }
  const header: Row = { cells: names, source: '', line: first };
  return { kind: 'records', delimiter: '|', before: lines.slice(0, first), header, rule: '', rows, after };
}

/** A record as written, without the dashes that only fill its first line. */
function sourceOf([head = '', ...values]: readonly string[]): string {
  const bare = trimEndOf(head, /[-+*\s]/);
  return [bare !== head && head.startsWith('*') ? `${bare} ***` : bare, ...values]
    .map((line) => line.trimEnd())
    .join('\n');
}

function fieldsOf(lines: readonly string[]): [name: string, value: string][] {
  return lines.flatMap((line): [string, string][] => {
    const found = VALUE.exec(line.length > 2000 ? line.slice(0, 2000) : line);
    return found ? [[found[1]!.trim(), found[2]!.trim()]] : [];
  });
}
