import type { Stretch } from '../../units/unit.js';

/** A test, a line of code or a function of a report, and how it went. */
export interface Item extends Stretch {
  readonly what: string;
  readonly went: 'well' | 'badly' | 'skipped';
  readonly fields: ReadonlyMap<string, string>;
}

/** Elements of a report that are many: how one is called in counts, and what tells that it went badly or was skipped. */
interface Kind {
  readonly what: string;
  readonly bad?: RegExp;
  readonly skipped?: RegExp;
}

const ELEMENTS: Readonly<Record<string, Kind>> = {
  // JUnit, as nearly every runner writes it.
  testcase: { what: 'test', bad: /<(?:failure|error|rerunFailure|flakyFailure)\b/, skipped: /<skipped\b/ },
  // TRX of .NET: results, and definitions that say nothing more.
  UnitTestResult: { what: 'test', bad: /outcome="(?!Passed|NotExecuted)/, skipped: /outcome="NotExecuted"/ },
  UnitTest: { what: 'definition' },
  TestEntry: { what: 'entry' },
  // Cobertura, JaCoCo and Clover.
  line: { what: 'line', bad: /\bhits="0"|\bcount="0"|\bci="0"|condition-coverage="(?!100)/ },
};
const NAMES = Object.keys(ELEMENTS).join('|');
const RECORDS = /^(DA|BRDA|FN|FNDA|FNL|FNA):(.*)$/gm;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/** Whether a text begins as a report of tests or coverage. */
export function isReport(start: string): boolean {
  if (/^(?:TN:.*\r?\n)?SF:\S/.test(start)) return /^DA:\d+,\d+/m.test(start);
  return /^\s*<(?:\?xml|!DOCTYPE|testsuites?|TestRun|coverage|report)\b/.test(start)
    ? /<(?:testsuites?|TestRun|coverage\b[^>]*\bline|report name)\b/.test(start)
    : false;
}

/** The tests, lines and functions of a report, ascending. */
export function readReport(text: string): readonly Item[] {
  return /^\s*</.test(text) ? readElements(text) : readRecords(text);
}

function readElements(text: string): Item[] {
  const items: Item[] = [];
  const open = new RegExp(`<(${NAMES})(?=[\\s/>])`, 'g');
  for (let found = open.exec(text); found; found = open.exec(text)) {
    const name = found[1]!;
    const head = endOfTag(text, found.index);
    if (head < 0) break;
    const close = text[head - 2] === '/' ? head : text.indexOf(`</${name}>`, head);
    if (close < 0) break;
    const end = close === head ? head : close + name.length + 3;
    const { what, bad, skipped } = ELEMENTS[name]!;
    const whole = text.slice(found.index, end);
    const went = bad?.test(whole) ? 'badly' : skipped?.test(whole) ? 'skipped' : 'well';
    const fields = new Map(
      [...text.slice(found.index, Math.min(head, found.index + 4000)).matchAll(ATTRIBUTE)].map((a) => [a[1]!, a[2]!]),
    );
    items.push({ from: lineStart(text, found.index), to: lineEnd(text, end), what, went, fields });
    open.lastIndex = end;
  }
  return items;
}

/** Where a tag ends that begins at an offset; its attributes may hold angle brackets. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!;
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return at + 1;
  }
  return -1;
}

/** Back over the spaces that indent an element. */
function lineStart(text: string, at: number): number {
  let from = at;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
  return from === 0 || text[from - 1] === '\n' ? from : at;
}

/** Past the break of a line that has nothing more. */
function lineEnd(text: string, at: number): number {
  return at + (/^[ \t]*\r?\n/.exec(text.slice(at, at + 80))?.[0].length ?? 0);
}

/** lcov: lines, branches and functions with how often they ran. */
function readRecords(text: string): Item[] {
  return [...text.matchAll(RECORDS)].map((found): Item => {
    const [line, kind = '', rest = ''] = found;
    const what = kind === 'DA' ? 'line' : kind === 'BRDA' ? 'branch' : 'function';
    const runs = kind === 'FNDA' ? rest.split(',')[0] : rest.trimEnd().split(',').at(-1);
    const counts = kind !== 'FN' && kind !== 'FNL';
    const isBad = counts && (runs === '0' || (kind === 'BRDA' && runs === '-'));
    return {
      from: found.index,
      to: lineEnd(text, found.index + line.length),
      what,
      went: isBad ? 'badly' : 'well',
      fields: new Map(),
    };
  });
}
