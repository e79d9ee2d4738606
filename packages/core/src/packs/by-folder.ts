/** A line that says what is in a folder: `src/a/: x.ts y.ts`. */
export const GROUP = /^(\S*[/\\]): (.+)$/;

/** What of a line is said once for many, and what is left. */
export interface Item {
  readonly dir: string;
  readonly name: string;
  readonly line: string;
}

/** Puts neighbouring lines of one folder into one line, which `print` writes; a line without an item stays as it is. */
export function joinByFolder(
  lines: readonly string[],
  itemOf: (line: string) => Item | undefined,
  print: (items: readonly Item[]) => string,
): string[] {
  const items = lines.map(itemOf);
  const printed: string[] = [];
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const dir = items[from]?.dir;
    to = from + 1;
    while (dir !== undefined && items[to]?.dir === dir) to++;
    printed.push(dir === undefined ? lines[from]! : print(items.slice(from, to).flatMap((item) => item ?? [])));
  }
  return printed;
}
