import { unpackCounts } from './pack-counts.js';
import { type Hit, isNumbered, type Row } from './read-matches.js';

const PLAIN = '  ';

/** True for a hit that says its whole address. */
export type Addressed = (hit: Hit) => boolean;

/** What a first line says of lines that stood under a folder of their own. */
const ROOTED = /^\(Lines without a colon stood under (\S.*)\)$/;

/**
 * Says each path once, above its `12:text` lines (two blanks and the text where the search gave no numbers). A line is a
 * heading when such a line follows; {@link unpack} reads it back. The few hits that a reader will name next keep their address
 * as it was, under the heading of their file. A path that looks like such a line is set in by a blank.
 */
export function pack(rows: readonly Row[], isAddressed: Addressed = () => false): string {
  const lines: string[] = [];
  const root = rows.find((row): row is Hit => row.kind === 'hit' && row.root !== undefined)?.root;
  if (root !== undefined) lines.push(`(Lines without a colon stood under ${root})`);
  let path: string | undefined;
  for (const row of rows) {
    if (row.kind === 'hit') {
      if (row.path !== path) lines.push(isNumbered(row.path) ? ` ${row.path}` : row.path);
      path = row.path;
      if (row.number !== '' && isAddressed(row)) lines.push(path + row.mark + row.number + row.mark + row.text);
      else lines.push(row.number === '' ? PLAIN + row.text : row.number + row.mark + row.text);
    } else {
      if (row.kind !== 'gap') path = undefined;
      lines.push(row.text);
    }
  }
  return lines.join('\n');
}

/** The original text of a packed one: the path back on each of its lines. */
export function unpack(packed: string): string {
  const counts = unpackCounts(packed);
  if (counts !== undefined) return counts;
  const lines: string[] = [];
  const all = packed.split('\n');
  const root = ROOTED.exec(all[0]!)?.[1];
  if (root !== undefined) all.shift();
  let path = '';
  all.forEach((line, i) => {
    if (isNumbered(line)) {
      const before = root !== undefined && !line.includes(':') ? root : '';
      lines.push(before + path + /[:=-]/.exec(line)![0] + line);
    } else if (line.startsWith(PLAIN) && path !== '') lines.push(`${path}:${line.slice(PLAIN.length)}`);
    else if (isAddress(line, path)) lines.push(line);
    else if (line !== '--' && isEntry(all[i + 1], line)) path = isNumbered(line.slice(1)) ? line.slice(1) : line;
    else lines.push(line);
  });
  return lines.join('\n');
}

function isEntry(line: string | undefined, path: string): boolean {
  return line !== undefined && (line.startsWith(PLAIN) || isNumbered(line) || isAddress(line, path));
}

/** True for a line that says the path it stands under. */
function isAddress(line: string, path: string): boolean {
  return path !== '' && line.startsWith(path) && /^[:=-]\d{1,9}[:=-]/.test(line.slice(path.length, path.length + 12));
}
