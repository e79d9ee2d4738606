/**
 * Leaves out `--- a/x` and `+++ b/x` where the `diff --git a/x b/x` line above already says both names.
 * {@link unpack} puts them back.
 */
export function pack(text: string): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  let names: Names | undefined;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    names = follow(names, line);
    if (names && line === names.old && lines[i + 1] === names.new && lines[i + 2]?.startsWith('@@ ')) {
      i++;
      names = undefined;
    } else kept.push(line);
  }
  return kept.join('\n');
}

/** The original text of a packed one. */
export function unpack(packed: string): string {
  const lines: string[] = [];
  let names: Names | undefined;
  for (const line of packed.split('\n')) {
    if (names && line.startsWith('@@ ')) {
      lines.push(names.old, names.new);
      names = undefined;
    } else names = follow(names, line);
    lines.push(line);
  }
  return lines.join('\n');
}

interface Names {
  readonly old: string;
  readonly new: string;
}

/** Follows the header of a file to the names that its `---` and `+++` lines must have. */
function follow(names: Names | undefined, line: string): Names | undefined {
  if (line.startsWith('diff --git ')) return namesOf(line);
  if (!names) return undefined;
  if (line.startsWith('new file mode ')) return { old: '--- /dev/null', new: names.new };
  if (line.startsWith('deleted file mode ')) return { old: names.old, new: '+++ /dev/null' };
  return /^(?:index |old mode |new mode |similarity |--- )/.test(line) ? names : undefined;
}

function namesOf(line: string): Names | undefined {
  const pair = line.slice(11);
  const half = (pair.length - 1) / 2;
  if (!Number.isInteger(half) || pair[half] !== ' ' || !pair.startsWith('a/') || !pair.startsWith('b/', half + 1))
    return undefined;
  if (pair.slice(2, half) !== pair.slice(half + 3)) return undefined;
  return { old: `--- ${pair.slice(0, half)}`, new: `+++ ${pair.slice(half + 1)}` };
}
