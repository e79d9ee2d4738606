import { type Row, readRows } from '../questions/rows.js';

function parsed(line: string): Row | undefined {
  const open = line.indexOf('{');
  if (open < 0 || open > 12 || !line.trimEnd().endsWith('}')) return undefined;
  return readRows(`[${line.slice(open)}]`)[0];
}

const NAME = /^(?:#|[a-z_]\w*)$/i;

/** The rows that stand in a text, as JSON or under a header that names them; rows on their own count too. */
export function rowsSeen(text: string): Row[] {
  const whole = readRows(text);
  if (whole.length > 0) return whole;
  let header: string[] = [];
  let mark = ',';
  return text.split('\n').flatMap((line): Row[] => {
    const alone = parsed(line);
    if (alone) return [alone];
    if (header.length === 0) {
      const sign = [',', ';', '\t'].find((one) =>
        line.split(one).every((cell, _, all) => all.length > 1 && NAME.test(cell)),
      );
      if (sign !== undefined) [header, mark] = [line.split(sign), sign];
      return [];
    }
    // What a row has beside the columns stands behind them with its name.
    const cells = line.replace(/^\d+: /, '').split(mark);
    const beside = cells.slice(header.length).map((cell) => cell.split('='));
    if (cells.length < header.length || beside.some((pair) => pair.length !== 2)) return [];
    return [{ ...Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])), ...Object.fromEntries(beside) }];
  });
}
