import type { JsonValue } from '../../model/content.js';
import { rankTexts } from '../../question/rank-texts.js';
import { printCell, readCell } from './cell.js';
import type { Lines } from './decode.js';

const LINE = { comma: false, text: true };
const LEAST_SAVING = 0.2;
/** How near to the path that fits best, which has 1. */
const FITS = 0.8;
const MOST_WHOLE = 20;

/** Paths under their folders, each folder said once per run, but for those that a question asks for; undefined where that saves little. */
export function printFolders(paths: readonly string[], query: string): string[] | undefined {
  const whole = askedPaths(paths, query);
  const lines: string[] = [];
  let last = '';
  let length = 0;
  let plain = 0;
  for (const [i, path] of paths.entries()) {
    const folder = whole.has(i) && !path.endsWith('/') ? '' : path.slice(0, path.lastIndexOf('/') + 1);
    if (folder !== last && folder !== '') lines.push(printText(folder));
    if (folder !== last) length += folder.length;
    lines.push(folder === '' ? printText(path) : `  ${printText(path.slice(folder.length))}`);
    length += path.length - folder.length + 2;
    plain += path.length;
    last = folder;
  }
  return length < plain * (1 - LEAST_SAVING) ? lines : undefined;
}

/** Paths that fit the question or one of its clauses best. */
function askedPaths(paths: readonly string[], query: string): ReadonlySet<number> {
  const scores = rankTexts(query, paths, { byClause: true });
  const fitting = [...scores.keys()].filter((path) => scores[path]! >= FITS);
  return new Set(fitting.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, MOST_WHOLE));
}

const printText = (value: string): string => printCell({ type: 'string', value }, LINE);

/** Reads back what {@link printFolders} wrote. */
export function readFolders(count: number, lines: Lines, indent: string): JsonValue[] {
  const paths: JsonValue[] = [];
  let folder = '';
  while (paths.length < count) {
    const line = lines.take(indent);
    if (line.startsWith('  ')) {
      paths.push({ type: 'string', value: folder + readText(line, 2) });
      continue;
    }
    const text = readText(line, 0);
    folder = text.endsWith('/') ? text : '';
    if (folder === '') paths.push({ type: 'string', value: text });
  }
  return paths;
}

function readText(line: string, start: number): string {
  const { value } = readCell(line, start, LINE);
  if (value?.type !== 'string') throw new Error(`not a text: ${line}`);
  return value.value;
}
