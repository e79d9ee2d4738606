import type { Row, Table } from './table-model.js';

const RULE = /^[\s|+:=\-─━═┌┬┐├┼┤└┴┘╞╪╡╒╤╕╘╧╛]+$/;

/** Where the piped table of a text lies; undefined when its lines are not most of the text. */
export function findPiped(lines: readonly string[]): { header: number; end: number } | undefined {
  for (let l = 0; l < lines.length && l < 40; l++) {
    const line = lines[l] ?? '';
    if (!isPiped(line) || !isRule(nextRule(lines, l))) continue;
    let end = l + 1;
    while (end < lines.length && (isPiped(lines[end] ?? '') || isRule(lines[end] ?? ''))) end++;
    return end - l >= 4 ? { header: l, end } : undefined;
  }
  return undefined;
}

/** Whether rules stand between rows of several lines: a line of such a table is no row, and says nothing without the others. */
export function hasTallRows(lines: readonly string[]): boolean {
  let [rules, tall, height] = [0, 0, 0];
  for (const line of lines) {
    if (!isRule(line)) height++;
    else {
      rules++;
      if (height > 1) tall++;
      height = 0;
    }
  }
  return rules >= 4 && tall >= 2;
}

function nextRule(lines: readonly string[], header: number): string {
  return lines[header + 1] ?? '';
}

function isPiped(line: string): boolean {
  return (line.includes('|') || line.includes('│')) && !isRule(line);
}

function isRule(line: string): boolean {
  return line.length > 2 && line.length < 2000 && RULE.test(line) && /[-─━═]/.test(line) && /[|+┼╪├╞-]/.test(line);
}

/** Reads markdown, psql, mysql and box-drawing tables. */
export function readPiped(lines: readonly string[]): Table | undefined {
  const place = findPiped(lines);
  if (!place) return undefined;
  const header = rowOf(lines[place.header] ?? '', place.header);
  const rows: Row[] = [];
  for (let l = place.header + 1; l < place.end; l++) {
    const line = lines[l] ?? '';
    if (!isRule(line)) rows.push(rowOf(line, l));
  }
  const rule = nextRule(lines, place.header);
  const markdown = /^\s*(?:[|:][\s:]*)?-[\s:|-]*$/.test(rule) && rule.includes('|');
  return {
    kind: 'piped',
    delimiter: '|',
    before: lines.slice(0, place.header).filter((line) => !isRule(line) || line.trim() === ''),
    header,
    rule: markdown ? `|${header.cells.map(() => '---').join('|')}|` : '',
    rows,
    after: lines.slice(place.end),
  };
}

function rowOf(line: string, l: number): Row {
  const source = line.trimEnd();
  const cells = source.replaceAll('│', '|').split(/(?<!\\)\|/);
  if ((cells[0] ?? '').trim() === '') cells.shift();
  if (cells.length > 1 && (cells[cells.length - 1] ?? '').trim() === '' && source.endsWith('|')) cells.pop();
  return { cells: cells.map((cell) => cell.trim()), source, line: l };
}
