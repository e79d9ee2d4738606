/** Leaves out `Author:` lines that repeat the commit before. {@link unpack} puts them back. */
export function pack(lines: readonly string[]): string {
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

/** The original text of a packed log. */
export function unpack(packed: string): string {
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
