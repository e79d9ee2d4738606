import type { Row, Table } from './table-model.js';

const GAP = / *\t[\t ]*| {2,}/;
const FEWEST_ROWS = 12;
const MEASURE = /^([-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?)(?:\s+([A-Za-zµ%][\w%/]{0,11}))?$/;

/** Where rows of a name and at least two measures lie, apart by tabs or wide gaps and with no header, as `go test -bench` prints. */
export function findUnheaded(lines: readonly string[]): { readonly from: number; readonly to: number } | undefined {
  let best: { from: number; to: number } | undefined;
  for (let from = 0; from < lines.length; ) {
    let to = from;
    while (to < lines.length && isRow(lines[to] ?? '')) to++;
    if (to - from > (best ? best.to - best.from : FEWEST_ROWS - 1)) best = { from, to };
    from = to + 1;
  }
  return best;
}

/** Numbers alone, as in a sparse matrix: `138 43 8.81e+01`. */
const NUMBERS =
  /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?(?:[ \t]+[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?){2,7}$/i;

function isRow(line: string): boolean {
  if (line.length > 400) return false;
  if (NUMBERS.test(line.trim())) return true;
  const [name = '', ...measures] = cellsOf(line);
  return measures.length >= 2 && /^[A-Za-z_./][^\s]*$/.test(name) && measures.every((measure) => MEASURE.test(measure));
}

function cellsOf(line: string): string[] {
  const row = line.trim();
  return row.split(NUMBERS.test(row) ? /[ \t]+/ : GAP);
}

/** The measures of a row by their units, or by their places where they have none. */
function measuresOf(line: string): Map<string, string> {
  const measures = cellsOf(line).slice(1);
  return new Map(
    measures.map((measure, m) => {
      const found = MEASURE.exec(measure);
      return [found?.[2] ?? `column ${m + 2}`, found?.[1] ?? ''];
    }),
  );
}

/** Reads such rows; a column is called by its unit, and rows may lack some. */
export function readUnheaded(lines: readonly string[]): Table | undefined {
  const found = findUnheaded(lines);
  if (!found) return undefined;
  const { from, to } = found;
  const measured = lines.slice(from, to).map(measuresOf);
  const units = [...new Set(measured.flatMap((measures) => [...measures.keys()]))];
  const rows = measured.map((measures, r): Row => {
    const source = lines[from + r] ?? '';
    return {
      cells: [cellsOf(source)[0] ?? '', ...units.map((unit) => measures.get(unit) ?? '')],
      source: source.trim().replace(/ *\t[\t ]*| {3,}/g, '  '),
      line: from + r,
    };
  });
  const header: Row = { cells: ['name', ...units], source: '', line: from };
  return {
    kind: 'records',
    delimiter: '\t',
    before: lines.slice(0, from),
    header,
    rule: '',
    rows,
    after: lines.slice(to),
  };
}
