import { BLAME, layoutOf } from './read-log.js';

const REST = /^ +\d+\)/;
const OWNER = /^\^?[0-9a-f]{7,40} [^\n]* [+-]\d{4}$/;
const MOST = 4000;

/** Says once what neighbours share: the author of commits, commit and time of blamed lines. {@link unpack} puts it back. */
export function pack(text: string): string {
  const lines = text.split('\n');
  return layoutOf(lines)?.layout === 'blame' ? packBlame(lines) : packAuthors(lines);
}

/** The original text of a packed one. */
export function unpack(packed: string): string {
  return isPackedBlame(packed.split('\n', 2)) ? unpackBlame(packed) : unpackAuthors(packed);
}

/** Leaves out `Author:` lines that repeat the commit before. */
function packAuthors(lines: readonly string[]): string {
  let author: string | undefined;
  return lines
    .filter((line, i) => {
      if (!line.startsWith('Author: ') || !followsCommit(lines[i - 1])) return true;
      if (line === author) return false;
      author = line;
      return true;
    })
    .join('\n');
}

function unpackAuthors(packed: string): string {
  const lines: string[] = [];
  let author: string | undefined;
  let open = false;
  for (const line of packed.split('\n')) {
    if (line.startsWith('Author: ') && open) {
      author = line;
      open = false;
    } else if (open && !line.startsWith('Merge: ')) {
      if (author !== undefined) lines.push(author);
      open = false;
    }
    if (/^commit [0-9a-f]{7,64}/.test(line)) open = true;
    lines.push(line);
  }
  return lines.join('\n');
}

function followsCommit(before: string | undefined): boolean {
  return before !== undefined && (/^commit [0-9a-f]{7,64}/.test(before) || before.startsWith('Merge: '));
}

/** Says commit, author and time once above each run of blamed lines that share them. */
function packBlame(lines: readonly string[]): string {
  const printed: string[] = [];
  let owner = '';
  for (const line of lines) {
    const found = BLAME.exec(line.slice(0, MOST));
    const rest = found ? restOf(line) : undefined;
    if (rest === undefined) {
      printed.push(line);
      owner = '';
      continue;
    }
    const next = line.slice(0, line.length - rest.length);
    if (next !== owner) printed.push(next);
    owner = next;
    printed.push(rest);
  }
  return printed.join('\n');
}

/** Whether a text begins like packed blame, which must stay as it is. */
export function isPackedBlame([first = '', second = '']: readonly string[]): boolean {
  return OWNER.test(first.slice(0, MOST)) && REST.test(second);
}

/** ` 12)  code` of a blamed line: what stands behind the time zone. */
function restOf(line: string): string | undefined {
  const zone = / [+-]\d{4}(?= +\d+\))/.exec(line.slice(0, MOST));
  return zone ? line.slice(zone.index + zone[0].length) : undefined;
}

/** The original text of packed blame. */
function unpackBlame(packed: string): string {
  const lines: string[] = [];
  let owner = '';
  const all = packed.split('\n');
  all.forEach((line, i) => {
    if (REST.test(line) && owner !== '') lines.push(owner + line);
    else if (OWNER.test(line) && REST.test(all[i + 1] ?? '')) owner = line;
    else {
      owner = '';
      lines.push(line);
    }
  });
  return lines.join('\n');
}
