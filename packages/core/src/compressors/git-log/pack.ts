import { isPackedBlame, packBlame, unpackBlame } from './pack-blame.js';
import { layoutOf } from './read-log.js';

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
